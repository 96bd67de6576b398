"""jsonschema's judge of 2020-12, corrected, built once for each form.

It fetches nothing, takes a bounded number of steps whatever the definition says, and raises for
no answers: what is too deep or too much is one `depth` error at the root.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, field
from jsonschema.exceptions import ValidationError
from jsonschema_specifications import REGISTRY as METASCHEMAS

from formkit.definition.form import Form
from formkit.definition.recursion import told_when_too_deep
from formkit.filling.checks import Check, Memory, SpentError
from formkit.filling.dialects import STANDARD, standard_class, validator_class
from formkit.filling.first import LONGEST, first_judge
from formkit.filling.shortcuts import Condition, shortcut
from formkit.pointer import MAX_SEGMENTS

if TYPE_CHECKING:
    from referencing import Registry
    from referencing._core import Resolver

# About 0.1 s; each value of the answers allows for some more.
STEPS = 12_000
STEPS_FOR_EACH = 200

_CONDITIONS = 10_000
_CONTAINERS = (dict, list)


@define(eq=False)
class Judge:
    """Judges answers by one schema document. Shared between threads."""

    _root: Any
    _resolver: "Resolver[Any]"
    _formats: bool
    _mixed: bool
    _first: Callable[[Any], bool] | None
    _memory: Memory = field(factory=Memory)
    _conditions: dict[tuple[int, int], tuple[Any, Any, Condition]] = field(factory=dict)

    @classmethod
    def of(
        cls,
        document: Mapping[str, Any] | bool,
        *,
        registry: "Registry[Any]",
        uri: str,
        formats: bool = True,
    ) -> "Judge":
        """A judge of the document that stands in the registry under `uri`.

        `formats=False` takes `format` as an annotation. Every reference must be answered by the
        registry or be to a meta-schema of JSON Schema.
        """
        resolver = METASCHEMAS.combine(registry).crawl().resolver(uri)
        mixed = any(dialect.rstrip("#") != STANDARD for dialect in _dialects(document))
        kind = standard_class()
        if isinstance(document, dict) and "$schema" in document:
            kind = validator_class(document["$schema"], resolver)
        first = None if mixed else first_judge(document, resolver, formats=formats)
        return cls((kind, document), resolver, formats, mixed, first)

    def errors(self, instance: Any) -> list[ValidationError]:
        """jsonschema's errors, each with the path to what it is about; empty where all is well."""
        try:
            longest = longest_text(instance)
        except SpentError:
            return [_too_deep()]
        if self._first is not None and longest <= LONGEST and self._first(instance):
            return []
        check = self._check(instance)
        kind, document = self._root
        root = kind(document, format_checker=check, _resolver=self._resolver)
        try:
            with told_when_too_deep():
                errors = list(root.iter_errors(instance))
        except (RecursionError, SpentError):
            return [_too_deep()]
        if check.undecided is not None and not any(each.cause for each in errors):
            # A condition or a branch hung on it: nothing else tells of it.
            errors.append(
                ValidationError(
                    "",
                    validator="pattern",
                    validator_value=check.undecided,
                    cause=TimeoutError(check.undecided),
                )
            )
        return errors

    def is_valid(self, instance: Any) -> bool:
        """Whether there is no error."""
        return not self.errors(instance)

    def condition(self, schema: Any, resolver: "Resolver[Any]") -> Condition:
        """What says whether a value meets a subschema, such as an `if`, at its own place.

        `resolver` stands where the subschema does. Remembered for as long as the judge lives;
        false for a value on which the steps or the time run out.
        """
        key = id(schema), id(resolver)
        known = self._conditions.get(key)
        if known is None:
            if len(self._conditions) >= _CONDITIONS:
                self._conditions.clear()
            condition = shortcut(schema) or self._condition(schema, resolver)
            known = self._conditions[key] = schema, resolver, condition
        return known[2]

    def _condition(self, schema: Any, resolver: "Resolver[Any]") -> Condition:
        def condition(value: Any) -> bool:
            validator = kind(schema, format_checker=self._check(value), _resolver=resolver)
            try:
                with told_when_too_deep():
                    return bool(validator.is_valid(value))
            except (RecursionError, SpentError):
                return False

        kind, _ = self._root
        return condition

    def _check(self, instance: Any) -> Check:
        steps = STEPS + STEPS_FOR_EACH * _size(instance)
        return Check(self._formats, self._memory, steps, self._mixed)


def judge(form: Form, *, formats: bool = True) -> Judge:
    """The judge of a form, built at the first call."""
    return form.once(_asserting if formats else _annotating)


def _asserting(form: Form) -> Judge:
    return Judge.of(form.document, registry=form.registry, uri=form.uri)


def _annotating(form: Form) -> Judge:
    return Judge.of(form.document, registry=form.registry, uri=form.uri, formats=False)


def _too_deep() -> ValidationError:
    return ValidationError("", validator="depth", validator_value=MAX_SEGMENTS)


def longest_text(value: Any, room: int = MAX_SEGMENTS) -> int:
    """How long the longest text is; raises SpentError where pointers have too many segments."""
    # Asked of all answers, so in the words that Python is fastest at.
    if type(value) is str:
        return len(value)
    if not value or not isinstance(value, _CONTAINERS):
        return 0
    if not room:
        raise SpentError
    longest = 0
    for inner in value.values() if isinstance(value, dict) else value:
        if type(inner) is str:
            length = len(inner)
        elif inner and isinstance(inner, _CONTAINERS):
            length = longest_text(inner, room - 1)
        else:
            continue
        if length > longest:
            longest = length
    return longest


def _size(value: Any) -> int:
    """How many values there are, of a value that isn't deep."""
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    return 1 + sum(map(_size, value)) if isinstance(value, list) else 1


def _dialects(schema: Any) -> Iterator[str]:
    """Every `$schema` in a document, wherever it stands: one too many does no harm."""
    waiting = [schema]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if isinstance(each.get("$schema"), str):
                yield each["$schema"]
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
