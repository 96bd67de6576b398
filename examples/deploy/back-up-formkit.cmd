@echo off
rem Backs up what formkit keeps on this PC, by a double click, while it serves or not.
call "%~dp0start-formkit.cmd" backup %*
pause
