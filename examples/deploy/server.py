"""Sets formkit up on this machine, the first time, and runs it: `python examples/deploy/server.py`.

It needs a Python >= 3.11 and nothing else. Without arguments it serves, for phones on the same
network too; with arguments it runs any command of formkit: `server.py backup`. What is installed
goes into the folder `.server` of the repository, and what is kept into `formkit-data` in the home
folder of whoever runs it, or wherever FORMKIT_DATA says.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".server"
STAMP = HOME / "set-up"
REQUIREMENTS = ROOT / "requirements" / "server.txt"
WINDOWS = os.name == "nt"
PROGRAMS = HOME / ("Scripts" if WINDOWS else "bin")
NO_PYTHON = """\
Máy này có Python {version}; formkit cần Python 3.11 trở lên.
This machine has Python {version}; formkit needs 3.11 or newer.
"""
FIRST_TIME = """\
Đang chuẩn bị formkit, chỉ lần đầu, khoảng vài phút. Máy cần có mạng Internet.
Setting formkit up, this once; it takes some minutes and needs the Internet.
"""
NO_ENVIRONMENT = """\
Python này thiếu phần tạo môi trường (venv). Trên Debian, Ubuntu: sudo apt install python3-venv
This Python makes no environments. On Debian and Ubuntu: sudo apt install python3-venv
"""
NOT_INSTALLED = """\
Chưa cài xong; lý do ở phía trên. Kiểm tra mạng rồi chạy lại.
The installation didn't end; the reason is above. Look at the network, and start again.
"""


def fingerprint() -> str:
    """What the installation was made from: another folder, Python or requirement makes it anew."""
    parts = (str(ROOT), sys.version, REQUIREMENTS.read_text(encoding="utf-8"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def set_up() -> None:
    """Make the folder `.server`, unless it is there and fits."""
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print(FIRST_TIME, flush=True)
    shutil.rmtree(HOME, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=False)
    if made.returncode != 0:
        sys.exit(NO_ENVIRONMENT)
    pip = [str(PROGRAMS / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    for what in (
        ["--require-hashes", "--requirement", str(REQUIREMENTS)],
        ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    ):
        if subprocess.run([*pip, "install", *what], check=False).returncode != 0:
            sys.exit(NOT_INSTALLED)
    # last, so that what was interrupted is made anew
    STAMP.write_text(wanted, encoding="utf-8")


def run(arguments: list[str]) -> int:
    """Run a command of formkit until it ends; gives its status."""
    os.environ.setdefault("FORMKIT_DATA", str(Path.home() / "formkit-data"))
    # a line for each request would push the QR code and the owner's link out of the window
    os.environ.setdefault("FORMKIT_LOG", "faults")
    # what whoever sits here types, from the folder that the guides name
    os.environ.setdefault(
        "FORMKIT_COMMAND", "start-formkit.cmd" if WINDOWS else "examples/deploy/formkit.sh"
    )
    command = [str(PROGRAMS / "formkit"), *arguments]
    if not WINDOWS:
        os.execv(command[0], command)  # what stops this process then stops formkit itself
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl+C reaches formkit too, which first finishes what it has received
            continue


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - this file alone runs before it is known
        sys.exit(NO_PYTHON.format(version=sys.version.split()[0]))
    set_up()
    sys.exit(run(sys.argv[1:] or ["serve", "--lan"]))
