"""Where a definition comes from: a file, a text or a dict, and what lies beside it."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from attrs import field, frozen

from formkit.definition.jsontext import MAX_BYTES, Flaw, NotJsonError, Places, parse, plain
from formkit.errors import Problem

# The address of a definition that names none, and of the folder that its file lies in. It is
# neutral, so that the hash doesn't depend on where the folder is; nothing is ever read from it.
HERE = "file:///here/"

Definition = str | bytes | os.PathLike[str] | Mapping[str, Any]


@frozen(slots=False, eq=False)
class Source:
    """A document as it was read: its address, and for people its file's name and its text."""

    address: str
    document: Any = field(repr=False)
    name: str | None = None
    text: str | None = field(default=None, repr=False)

    @cached_property
    def _places(self) -> Places | None:
        return None if self.text is None else Places(self.text)

    def fault(self, pointer: str, code: str, **params: Any) -> Problem:
        """What is wrong at `pointer` of this document, with its file and line where known."""
        line = None if self._places is None else self._places.line(pointer)
        return fault_of(self.name, Flaw(code, params, pointer, line))


class UnreadableError(Exception):
    """A definition that can't even be read; `faults` say why."""

    def __init__(self, *faults: Problem) -> None:
        super().__init__(faults)
        self.faults = faults


def fault_of(name: str | None, flaw: Flaw) -> Problem:
    """A flaw as a problem of the document that people know by `name`."""
    where = {"file": name, "line": flaw.line}
    known = {key: value for key, value in where.items() if value is not None}
    return Problem(flaw.pointer, flaw.code, {**flaw.params, **known})


def read(definition: Definition, address: str = HERE) -> tuple[Source, Path | None]:
    """The source that `definition` stands for, and the file that it was read from, if any.

    A str that begins with `{` is JSON text, any other is a path; bytes are JSON text. Raises
    UnreadableError.
    """
    if isinstance(definition, str) and not definition.lstrip("\ufeff \t\r\n").startswith("{"):
        definition = Path(definition)
    if isinstance(definition, os.PathLike):
        path = Path(definition)
        return read_file(path, address + quote(path.name)), path
    if isinstance(definition, str | bytes):
        return _read_text(definition, address, None), None
    try:
        return Source(address, plain(definition)), None
    except NotJsonError as error:
        raise UnreadableError(*(fault_of(None, flaw) for flaw in error.flaws)) from None


def read_file(path: Path, address: str) -> Source:
    """The document in a file; raises UnreadableError."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        flaw = Flaw("file", {"reason": reason or str(error)})
        raise UnreadableError(fault_of(str(path), flaw)) from None
    return _read_text(raw, address, str(path))


def _read_text(text: str | bytes, address: str, name: str | None) -> Source:
    try:
        if isinstance(text, bytes):
            text = _decoded(text)
        text = text.removeprefix("\ufeff")
        return Source(address, parse(text), name, text)
    except NotJsonError as error:
        raise UnreadableError(*(fault_of(name, flaw) for flaw in error.flaws)) from None


def _decoded(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise NotJsonError(Flaw("size", {"limit": MAX_BYTES}))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise NotJsonError(Flaw("utf8", line=line)) from None
