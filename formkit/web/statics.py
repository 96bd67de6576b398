"""The files that pages link to, under an address that changes with their content."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from formkit.page.assets import Asset, asset, asset_names, packed_script

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# The scripts for phones stand in files of one noun each, and are served as two: what every page
# needs at once, and what it fetches when there is something of the kind.
_PHONE = ("keeping", "drafting", "sending", "starting")
_MORE = ("keeping", "asking", "listing")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


@cache
def static(name: str) -> Asset:
    """The file with this name: one of the filling page, or one in formkit/web/static.

    Raises KeyError for what is neither.
    """
    if name in asset_names():
        return asset(name)
    content = b"\n".join(part.read_bytes() for part in _own()[name])
    if name.endswith(".css"):
        content = _INDENT.sub("\n", _COMMENT.sub("", content.decode())).strip().encode()
    elif name.endswith(".js"):
        content = packed_script(b"(() => {\n%b})();" % content)
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
    return tuple(sorted({*asset_names(), *_own()}))


@cache
def _own() -> Mapping[str, tuple[Traversable, ...]]:
    """What each file is made of."""
    static = files("formkit.web") / "static"
    return {
        "pages.css": (static / "pages.css",),
        "more.js": tuple(static / "more" / f"{part}.js" for part in _MORE),
        "phone.js": tuple(static / "phone" / f"{part}.js" for part in _PHONE),
        "sw.js": (static / "sw.js",),
        "workspace.css": (static / "workspace.css",),
    }
