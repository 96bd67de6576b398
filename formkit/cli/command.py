"""What all commands share: the application, its statuses, and the way in."""

import os
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from cyclopts import App, CycloptsError

from formkit.definition.faults import printable
from formkit.errors import FormkitError

DONE, FAULTY, IMPOSSIBLE = 0, 1, 2

app = App(
    name="formkit",
    help="Support checklists and surveys as JSON Schemas, shown as light pages.",
    help_epilogue=(
        "Each command tells more, with examples: formkit check --help\n\n"
        "A command ends with 0 when all is well, with 1 when a form has errors,\n"
        "and with 2 when what was asked for can't be done."
    ),
    help_format="plaintext",
    help_formatter="plain",
    version=lambda: version("formkit"),
    result_action="return_value",
    exit_on_error=False,
    print_error=False,
)


class Wrong(Exception):
    """What was asked for can't be done; the text says why, for the person who asked."""


def existing_file(path: Path) -> Path:
    """The path, if it is that of a file; raises Wrong for a folder and for nothing."""
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:
        # a folder above it that is closed to whoever asks, a name that is too long
        raise Wrong(f"{path}: it can't be looked at: {error.strerror}") from None
    if is_folder:
        raise Wrong(f"{path}: this is a folder, and one file is needed")
    if not is_there:
        raise Wrong(f"{path}: there is no such file")
    return path


def main(arguments: Iterable[str] | None = None) -> None:
    """Run the command line (`sys.argv` without arguments); leaves by SystemExit with the status."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        status = _run(None if arguments is None else list(arguments))
        sys.stdout.flush()
    except OSError as error:
        # what is left must not be tried again when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print(f"the output can't be written: {error.strerror}", file=sys.stderr)
        status = IMPOSSIBLE
    sys.exit(status)


def _speak_utf8(stream: TextIO) -> None:
    """Whatever the machine's settings are: pages say that they are UTF-8, and paths are files'."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _run(arguments: list[str] | None) -> int:
    try:
        status = app(arguments)
    except CycloptsError as error:
        asked = " ".join(("formkit", *(error.command_chain or ())))
        reason = f"{error}\n{asked} --help tells what there is."
    except (Wrong, FormkitError) as wrong:
        # whatever formkit raises on purpose says why, in a sentence for whoever asked
        reason = str(wrong)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] == "formkit":
            raise
        reason = f"{missing.name} isn't installed, and this needs it: pip install formkit[server]"
    else:
        return status if isinstance(status, int) else DONE
    for line in reason.splitlines():
        print(printable(line), file=sys.stderr)
    return IMPOSSIBLE
