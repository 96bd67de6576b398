@echo off
rem Serves forms from this PC: a double click starts it, and Ctrl+C or closing the window ends it.
rem The first start sets everything up. With arguments it runs any command of formkit.
rem It has no labels, which cmd only finds in files with lines as Windows ends them.
setlocal
title formkit
set "PY=python"
where py >nul 2>nul
if not errorlevel 1 set "PY=py -3"
where python >nul 2>nul
if errorlevel 1 if "%PY%"=="python" (
    echo Python is not on this PC. Install Python 3.13 from the Microsoft Store, then start again.
    echo May nay chua co Python. Cai Python 3.13 tu Microsoft Store, roi mo lai tep nay.
    pause
    exit /b 1
)
set "PYTHONUTF8=1"
%PY% "%~dp0server.py" %*
if errorlevel 1 pause
