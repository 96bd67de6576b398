"""The files that pages link to, under an address that changes with their content."""

import gzip
import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from formkit.page.assets import Asset, asset, asset_names

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# What the pages need at once is in `fill.js`, and in `more.js` what they fetch when there is
# something of the kind.
_OWN = ("fill.js", "more.js", "pages.css", "sw.js", "workspace.css")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


@cache
def static(name: str) -> Asset:
    """The file with this name: one of the filling page, or one in formkit/web/static.

    Raises KeyError for what is neither.
    """
    if name in asset_names():
        return asset(name)
    if name not in _OWN:
        raise KeyError(name)
    content = (files("formkit.web") / "static" / name).read_bytes()
    if name.endswith(".css"):
        content = _INDENT.sub("\n", _COMMENT.sub("", content.decode())).strip().encode()
    digest = hashlib.sha256(content).hexdigest()
    kind = _TYPES[PurePosixPath(name).suffix]
    return Asset(content, kind, digest, gzip.compress(content, 9, mtime=0))


@cache
def static_hash() -> str:
    """The hash in the address of all static files: `/static/{hash}/{name}`."""
    found = "".join(f"{name} {static(name).sha256}\n" for name in static_names())
    return hashlib.sha256(found.encode()).hexdigest()[:16]


def static_names() -> tuple[str, ...]:
    """The names that `static` knows."""
    return tuple(sorted({*asset_names(), *_OWN}))
