"""The files that a page needs beside its HTML, ready to be served: built once, compressed once."""

import base64
import gzip
import hashlib
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from attrs import frozen

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
# The script stands in files of one noun each, and is served as one.
_SCRIPT = ("judging", "reading", "asking", "checking", "rows", "paging", "starting")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{2,}")
_SPACED = re.compile(r" (=>|[=!]==|[<>]=?|&&|\|\||\?\?|[?:=+]) ")
_AT_THE_EDGE = re.compile(r"(?<=[,:;{}()]) |[,;]? (?=\})| (?=[{()])")


@frozen
class Asset:
    """A file to serve. `sha256` is of `content`, in hex: a name that may be kept for ever."""

    content: bytes
    media_type: str
    sha256: str
    gzip: bytes


@cache
def asset(name: str) -> Asset:
    """The file with this name: `formkit.css`, `formkit.js`, `htmx.js`. Raises KeyError for others.

    Comments, indents and the line breaks of the script stay behind.
    """
    content = b"\n".join(source.read_bytes() for source in _sources()[name])
    if name == "formkit.css":
        content = _stylesheet(content)
    elif name == "formkit.js":
        content = packed_script(b"(() => {\n%b})();" % content)
    return Asset(
        content,
        _TYPES[name[name.rindex(".") :]],
        hashlib.sha256(content).hexdigest(),
        gzip.compress(content, 9, mtime=0),
    )


def asset_names() -> tuple[str, ...]:
    """The names that `asset` knows."""
    return tuple(_sources())


@cache
def stylesheet_hash() -> str:
    """The hash of the stylesheet for a Content-Security-Policy: `'sha256-…'`, in its quotes."""
    digest = hashlib.sha256(asset("formkit.css").content).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _sources() -> dict[str, tuple[Traversable, ...]]:
    static = files("formkit.page") / "static"
    return {
        "formkit.css": (static / "formkit.css",),
        "formkit.js": tuple(static / "formkit" / f"{part}.js" for part in _SCRIPT),
        "htmx.js": (static / "htmx" / "htmx.min.js",),
    }


def _stylesheet(content: bytes) -> bytes:
    text = _INDENT.sub("", _COMMENT.sub("", content.decode()))
    return _BLANK_LINES.sub("\n", text).strip().encode()


def packed_script(content: bytes) -> bytes:
    """A script of formkit's in one line, without its comments.

    It ends each statement itself, and no text of it spans lines. Nor is there a text in it with a
    space beside an operator, a sign or a bracket, and no block ends with an empty statement; so
    these spaces go, and what separates before a closing bracket. That a name never changes is for
    whoever reads the file.
    """
    lines = (line.strip() for line in content.decode().splitlines())
    line = " ".join(line for line in lines if line and not line.startswith("//"))
    return _AT_THE_EDGE.sub("", _SPACED.sub(r"\1", line.replace("const ", "let "))).encode()
