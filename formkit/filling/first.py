"""The first judge: jsonschema-rs, where it is installed, may say that answers are valid.

It says so only of what it reads exactly as the last judge does: patterns are translated for it or
handed over as functions, as formats and `multipleOf` are; what it would read otherwise is left out.
What it calls invalid, or can't read, the last judge decides.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from threading import local
from typing import TYPE_CHECKING, Any

from referencing.exceptions import Unresolvable

from formkit.definition.dynamic import enter, follow
from formkit.definition.keywords import children
from formkit.definition.patterns import PatternError, compile_pattern
from formkit.definition.recursion import told_when_too_deep
from formkit.filling.formats import FORMATS
from formkit.filling.keywords import TYPES, is_multiple

if TYPE_CHECKING:
    from referencing._core import Resolver

_rs: Any = importlib.import_module("jsonschema_rs") if find_spec("jsonschema_rs") else None

# The patterns of the first two read keys, which the length of texts says nothing of; the last is
# no keyword of 2020-12, but jsonschema-rs judges by it.
_LEFT_OUT = frozenset({"patternProperties", "propertyNames", "$dynamicRef", "dependencies"})

_PATTERN = "x-formkit-pattern"
_SCHEMA = frozenset(
    {
        "additionalProperties",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_LIST = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_MAP = frozenset({"$defs", "definitions", "dependentSchemas", "properties"})

# The longest text that a portable pattern is run on natively; see `Pattern.portable`.
LONGEST = 2_000

_HEAVIEST = 50_000

# What can be fetched.
_NOTHING: Mapping[str, Any] = {}

_last = local()


class _Pattern:
    def __init__(self, schema: Any, source: str, path: Any) -> None:
        self.pattern = compile_pattern(source)

    def validate(self, instance: Any) -> None:
        if isinstance(instance, str):
            found = self.pattern.decide(instance)
            if found is None:
                _last.undecided = True
            if not found:
                raise ValueError


class _MultipleOf:
    def __init__(self, schema: Any, step: Any, path: Any) -> None:
        self.step = step

    def validate(self, instance: Any) -> None:
        if TYPES.is_type(instance, "number") and not is_multiple(instance, self.step):
            raise ValueError


def first_judge(
    document: Any, resolver: "Resolver[Any]", *, formats: bool
) -> Callable[[Any], bool] | None:
    """What says "valid" of answers at once, and false of all others; None where there is none.

    `resolver` stands at the root of the document. It is to be asked of answers whose texts are at
    most `LONGEST`, and that aren't deep.
    """
    if _rs is None:
        return None
    asserted: Mapping[str, Callable[[str], bool]] = FORMATS if formats else {}
    try:
        with told_when_too_deep():
            _weigh(document, resolver, {})
        validator = _rs.validator_for(
            _portable(document),
            formats=dict(asserted),
            validate_formats=formats,
            keywords={_PATTERN: _Pattern, "multipleOf": _MultipleOf},
            retriever=_NOTHING.__getitem__,
        )
    except (ValueError, PatternError, RecursionError, Unresolvable):
        return None

    def says_valid(instance: Any) -> bool:
        _last.undecided = False
        try:
            return validator.is_valid(instance) and not _last.undecided
        except ValueError:
            return False

    return says_valid


def _weigh(schema: Any, resolver: Any, known: dict[int, int]) -> int:
    """How large a schema is with its references written out; ValueError from `_HEAVIEST` on.

    jsonschema-rs counts no steps: a small definition can keep it busy for years. One that refers
    to itself has no size.
    """
    if not isinstance(schema, dict):
        return 1
    if id(schema) not in known:
        known[id(schema)] = _HEAVIEST
        weight = 1
        for _, _, child in children(schema):
            weight += _weigh(child, enter(resolver, child), known)
        if "$ref" in schema:
            found = follow(resolver, "$ref", schema["$ref"])
            weight += _weigh(found.contents, found.resolver, known)
        known[id(schema)] = weight
    if known[id(schema)] >= _HEAVIEST:
        raise ValueError("too heavy")
    return known[id(schema)]


def _portable(document: Any) -> Any:
    """The document with its patterns in Rust's words; raises ValueError where that can't be."""
    rewritten, patterns = _rewritten(document)
    if patterns != sum(1 for each in _everything(document) if isinstance(each.get("pattern"), str)):
        raise ValueError("a pattern stands where no schema is known to be")
    return rewritten


def _everything(document: Any) -> Iterator[dict[str, Any]]:
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if not _LEFT_OUT.isdisjoint(each):
                raise ValueError("a keyword is left out")
            yield each
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def _rewritten(schema: Any) -> tuple[Any, int]:
    """A schema with its patterns rewritten, and how many there are."""
    if not isinstance(schema, dict):
        return schema, 0
    result, patterns = {}, 0
    for keyword, value in schema.items():
        if keyword in _SCHEMA:
            result[keyword], inside = _rewritten(value)
            patterns += inside
        elif keyword in _LIST:
            pairs = [_rewritten(each) for each in value]
            result[keyword] = [each for each, _ in pairs]
            patterns += sum(inside for _, inside in pairs)
        elif keyword in _MAP:
            named = {name: _rewritten(each) for name, each in value.items()}
            result[keyword] = {name: each for name, (each, _) in named.items()}
            patterns += sum(inside for _, inside in named.values())
        elif keyword == "pattern":
            portable = compile_pattern(value).portable
            result[_PATTERN if portable is None else keyword] = portable or value
            patterns += 1
        else:
            result[keyword] = value
    return result, patterns
