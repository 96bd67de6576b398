"""The file in which a phone saves what it couldn't send: read, and each fill of it by itself."""

import json
import re
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from formkit.cli.command import Wrong
from formkit.definition.faults import printable

if TYPE_CHECKING:
    from formkit.web.posted import Posted

# What the file says of itself.
KIND: Final = "fills"
VOCABULARY: Final = 1
# Phones keep far less; what is larger is something else, and would fill the memory.
MAX_BYTES = 32_000_000
# In the place of a file's name.
STDIN = Path("-")

# The address of a form, under any prefix; what no slug can be is none.
_ADDRESS = re.compile(r"(?:[^?#]*/)?f/(?P<slug>[a-z0-9-]{1,64})/?(?:[?#].*)?", re.DOTALL)


@frozen
class Saved:
    """One fill as a phone saved it: its id, which form it was sent to, and the body as it was."""

    id: str
    slug: str
    posted: "Posted"

    @property
    def version(self) -> str:
        """The version that the page was of; an empty text where it doesn't say."""
        return self.posted.first("~form")


def items_of(file: Path) -> list[Any]:
    """What stands in a file for fills, each still to be read; raises Wrong for any other file."""
    document = _document(file)
    if not isinstance(document, dict) or document.get("formkit") != KIND:
        raise Wrong("this isn't a file of forms that a phone saved")
    known = document.get("vocabulary")
    if isinstance(known, bool) or not isinstance(known, int):
        raise Wrong("it doesn't say of which vocabulary it is")
    if known != VOCABULARY:
        raise Wrong(f"it is of vocabulary {known}, and this formkit reads {VOCABULARY}")
    items = document.get("fills")
    if not isinstance(items, list):
        raise Wrong("the list of fills is missing in it")
    return items


def _document(file: Path) -> Any:
    try:
        with nullcontext(sys.stdin.buffer) if file == STDIN else file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise Wrong(f"it can't be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise Wrong(f"it is larger than {MAX_BYTES // 1_000_000} MB, and no phone's file is")
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Wrong("it isn't UTF-8 text") from None
    except (ValueError, RecursionError):
        raise Wrong("it isn't JSON: it is damaged or cut off, or it never was") from None


def saved(item: Any) -> Saved:
    """One fill of a file; raises Wrong where it isn't what a phone saves."""
    from formkit.web import fillid

    if not isinstance(item, dict):
        raise Wrong("it isn't an object with id, path and body")
    texts = []
    for name in ("id", "path", "body"):
        if not isinstance(item.get(name), str):
            raise Wrong(f"its {name} is missing, or isn't a text")
        texts.append(item[name])
    own, path, body = texts
    if not fillid.known(own):
        raise Wrong("its id can't be that of a fill")
    address = _ADDRESS.fullmatch(path)
    if address is None:
        raise Wrong(f"its path isn't the address of a form: {printable(path[:80])}")
    posted = _posted(body)
    if posted.first("~id") != own:
        raise Wrong("its id isn't the one in its body")
    return Saved(own, address["slug"], posted)


def _posted(text: str) -> "Posted":
    """What the server makes of the same body."""
    from formkit.filling.pairs import MAX_PAIRS
    from formkit.web.posted import Posted, urlencoded

    if text.count("&") >= MAX_PAIRS:
        raise Wrong(f"its body has more than {MAX_PAIRS} fields")
    try:
        body = text.encode()
        return Posted(body, urlencoded(body))
    except UnicodeError:
        # a lone surrogate in the file, or escapes that spell none
        raise Wrong("its body isn't UTF-8 text") from None
