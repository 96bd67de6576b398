"""A definition becomes a form: read, bundled, checked, named by its hash."""

import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any

from attrs import define, field, frozen

from formkit.definition.bundle import Gathering, bundled
from formkit.definition.checks import faults_as_written, faults_of
from formkit.definition.dialects import Dialects
from formkit.definition.drafts import CURRENT, named_draft
from formkit.definition.faults import sentence_with_place
from formkit.definition.form import Form
from formkit.definition.gather import MAX_PARTS
from formkit.definition.jsontext import MAX_BYTES
from formkit.definition.library import Library, own_address
from formkit.definition.nodes import MAX_QUESTIONS, tree
from formkit.definition.overlay import Overlay, lay
from formkit.definition.recursion import told_when_too_deep
from formkit.definition.source import Definition, Source, UnreadableError, read
from formkit.definition.upgrade import bring_up
from formkit.errors import DefinitionError, Problem
from formkit.pointer import MAX_SEGMENTS

_SURROGATE = re.compile("[\ud800-\udfff]")

_LIMITS = {"levels": MAX_SEGMENTS, "parts": MAX_PARTS, "questions": MAX_QUESTIONS}

# How many definitions are remembered as faultless.
_REMEMBERED = 1024


@define
class _Memory:
    """The hashes of definitions that were checked: checking is most of a load."""

    _hashes: "OrderedDict[str, None]" = field(factory=OrderedDict)
    _lock: Lock = field(factory=Lock)

    def knows(self, sha256: str) -> bool:
        with self._lock:
            known = sha256 in self._hashes
            if known:
                self._hashes.move_to_end(sha256)
            return known

    def remember(self, sha256: str) -> None:
        with self._lock:
            self._hashes[sha256] = None
            if len(self._hashes) > _REMEMBERED:
                self._hashes.popitem(last=False)


_CHECKED = _Memory()


def load(
    source: Definition,
    *,
    resources: Mapping[str, Any] | None = None,
    overlay: Overlay | None = None,
) -> Form:
    """The form that a definition describes.

    `source` is a path, JSON text (a str that begins with `{`, or bytes) or a dict. References are
    answered by `resources`, documents by their address, and for a path by the files beside it;
    nothing is fetched. `overlay` is laid over the definition: x- keywords by JSON Pointer.

    Raises DefinitionError, which tells all faults at once.
    """
    tried = attempt(source, resources=resources, overlay=overlay)
    if tried.form is None:
        raise DefinitionError(tried.faults, [sentence_with_place(fault) for fault in tried.faults])
    return tried.form


@frozen
class Attempt:
    """What came of a definition: a form, or faults; and what was read of it, where that much was.

    The schemas of `gathering` are those of the form's document, each with its place in a file.
    """

    form: Form | None
    faults: tuple[Problem, ...] = ()
    gathering: Gathering | None = None


def attempt(
    source: Definition,
    *,
    resources: Mapping[str, Any] | None = None,
    overlay: Overlay | None = None,
) -> Attempt:
    """As `load`, but gives the faults instead of raising them."""
    try:
        root, file = read(source)
        if not isinstance(root.document, dict):
            return Attempt(None, (root.fault("", "no-definition"),))
        draft = named_draft(root.document, CURRENT)
        base = own_address(root.document, root.address, draft) or root.address
        library = Library(base, resources or {}, file)
    except UnreadableError as error:
        return Attempt(None, error.faults)
    gathering = Gathering(library)
    gathering.gather(root)
    dialects = Dialects(library)
    dialects.collect(gathering)
    refused = list(faults_as_written(gathering, dialects))
    bring_up(gathering)
    form = _named(bundled(gathering), dialects)
    faults = [*gathering.faults, *dialects.faults, *_too_large(root, form), *refused]
    if refused or not _CHECKED.knows(form.sha256):
        faults += faults_of(gathering, dialects)
    if overlay:
        faults += lay(overlay, form.document, gathering.moves)
        # its hash is another now
        form = _named(form.document, dialects)
    if not faults and not _CHECKED.knows(form.sha256):
        faults += _beyond_limits(root, form)
    if faults:
        return Attempt(None, tuple(dict.fromkeys(sorted(faults, key=reading_order))), gathering)
    if not dialects.documents:
        # what another meta-schema says isn't in the hash
        _CHECKED.remember(form.sha256)
    return Attempt(form, (), gathering)


def _named(document: dict[str, Any], dialects: Dialects) -> Form:
    text = compact(document)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Form(sha256, document, text, dialects.lasting)


def compact(document: Any) -> str:
    """The compact JSON of a value in its own order, lone surrogates as escapes."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _too_large(root: Source, form: Form) -> Iterator[Problem]:
    if len(form.text) > MAX_BYTES:
        yield root.fault("", "size", limit=MAX_BYTES)


def _beyond_limits(root: Source, form: Form) -> Iterator[Problem]:
    try:
        with told_when_too_deep():
            exceeded = tree(form).exceeded
    except RecursionError:
        # references may call each other deeper than any document is nested
        exceeded = "levels"
    if exceeded is not None:
        yield root.fault("", exceeded, limit=_LIMITS[exceeded])


def reading_order(fault: Problem) -> tuple[str, int]:
    """Sorts faults by file and line."""
    return fault.params.get("file", ""), fault.params.get("line", 0)
