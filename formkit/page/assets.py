"""The files that a page needs beside its HTML, ready to be served: read once, compressed once."""

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
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BREAKS = re.compile(r"\s*\n\s*")


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

    Comments and line breaks of the stylesheet stay behind.
    """
    content = _sources()[name].read_bytes()
    if name == "formkit.css":
        content = _stylesheet(content)
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
def _sources() -> dict[str, Traversable]:
    static = files("formkit.page") / "static"
    return {
        "formkit.css": static / "formkit.css",
        "formkit.js": static / "formkit.js",
        "htmx.js": static / "htmx" / "htmx.min.js",
    }


def _stylesheet(content: bytes) -> bytes:
    # every line ends with what parts it from the next
    return _BREAKS.sub("", _COMMENT.sub("", content.decode())).encode()
