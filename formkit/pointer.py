"""JSON Pointer ↔ the name of an input ↔ the id of an element: the only place that knows them.

The grammar of names is part of the contract: pages that are open on phones outlive a release.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from attrs import frozen

Segments = tuple[str, ...]

MAX_SEGMENTS = 64
# Names up to this length are remembered once they are read.
_REMEMBERED = 200

# What browsers rewrite in a name, or can't send: controls, the percent sign itself, surrogates.
_REWRITTEN = re.compile("[\x00-\x1f\x7f%\ud800-\udfff]")
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BROKEN_TILDE = re.compile(r"~(?![01])")
_NAME = re.compile(
    r"(?:~i(?P<instance>[2-9]|[1-9][0-9]{1,3}))?(?P<mark>~[a-z]+(?:\.[A-Za-z0-9.]+)?)?(?P<pointer>(?:/.*)?)",
    re.DOTALL,
)
_PLAIN_ID = re.compile(r"[A-Za-z0-9_]+")


def split(pointer: str) -> Segments:
    """The segments of a JSON Pointer (RFC 6901); raises ValueError where it isn't one."""
    if pointer == "":
        return ()
    if not pointer.startswith("/") or _BROKEN_TILDE.search(pointer):
        raise ValueError(f"{pointer!r} is not a JSON Pointer")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))


def join(segments: Iterable[str]) -> str:
    """The JSON Pointer of these segments; `()` is the whole document, `""`."""
    return "".join(
        "/" + segment.replace("~", "~0").replace("/", "~1")
        if "~" in segment or "/" in segment
        else "/" + segment
        for segment in segments
    )


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def encode(text: str) -> str:
    """Percent-encode what a browser would change on its way; everything else stays."""
    return _REWRITTEN.sub(_percent, text)


def input_name(segments: Iterable[str], mark: str = "", instance: int = 1) -> str:
    """The name of the input for the answer at `segments`.

    `mark` is empty for the answer itself, or a mark such as `~v`; `instance` is 1 but for the
    second and further controls of one pointer.
    """
    which = "" if instance == 1 else f"~i{instance}"
    return which + mark + encode(join(segments))


@frozen
class Name:
    """A name of an input, read: `mark` is `""` for an answer; `segments` say where."""

    mark: str
    segments: Segments
    instance: int = 1


def parse_name(name: str) -> Name | None:
    """Read a name that begins with `/` or `~`; None where it isn't in the grammar."""
    return _remembered(name) if len(name) <= _REMEMBERED else _parsed(name)


def _parsed(name: str) -> Name | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    raw = match["pointer"]
    if "%" in raw:
        if _BROKEN_PERCENT.search(raw):
            return None
        parts = [_percent_decoded(part) for part in raw.split("/")]
    else:
        parts = list(raw.split("/"))
    if len(parts) - 1 > MAX_SEGMENTS:
        return None
    segments = []
    for part in parts[1:]:
        if part is None:
            return None
        if "~" in part:
            if _BROKEN_TILDE.search(part):
                return None
            part = part.replace("~1", "/").replace("~0", "~")
        segments.append(part)
    return Name(match["mark"] or "", tuple(segments), int(match["instance"] or 1))


# The same pages send the same names again and again.
_remembered = lru_cache(maxsize=8_192)(_parsed)


def _percent_decoded(part: str) -> str | None:
    try:
        return unquote_to_bytes(part.encode("utf-8", "surrogatepass")).decode(
            "utf-8", "surrogatepass"
        )
    except UnicodeDecodeError:
        return None


def html_id(segments: Segments, instance: int = 1, prefix: str = "") -> str:
    """The id of the element that answers `segments`, stable over renders and versions.

    Readable where every segment is plain, else a hash; `prefix` keeps several forms on one page
    apart. Parts of a control follow after `--`.
    """
    if all(map(_PLAIN_ID.fullmatch, segments)):
        own = "f-" + "-".join(segments)
    else:
        digest = hashlib.sha256(join(segments).encode("utf-8", "surrogatepass")).digest()
        own = "h-" + base64.b32encode(digest)[:16].decode("ascii")
    return prefix + own + ("" if instance == 1 else f"--i{instance}")
