"""What a form asks for given answers, told straight from its schema: formkit's own tree apart."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, field
from jsonschema import Draft202012Validator

from formkit.pointer import join, split


@define
class Oracle:
    """Asks `$ref`s within one document; every condition is judged by plain jsonschema."""

    document: dict[str, Any]
    _judge: Any = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._judge = Draft202012Validator(self.document)

    def holds(self, schema: Any, value: Any) -> bool:
        return bool(self._judge.evolve(schema=schema).is_valid(value))

    def _expand(self, schema: Any, value: Any, on: bool) -> Iterator[tuple[Any, bool]]:
        """Each schema that speaks of a value, with whether it counts."""
        if isinstance(schema, bool):
            return
        yield schema, on
        if "$ref" in schema:
            yield from self._expand(self._lookup(schema["$ref"]), value, on)
        for sub in schema.get("allOf", ()):
            yield from self._expand(sub, value, on)
        if "if" in schema:
            met = self.holds(schema["if"], value)
            for keyword, wanted in (("then", True), ("else", False)):
                if keyword in schema:
                    yield from self._expand(schema[keyword], value, on and met is wanted)
        for name, sub in schema.get("dependentSchemas", {}).items():
            yield from self._expand(sub, value, on and name in value)

    def _lookup(self, reference: str) -> Any:
        found: Any = self.document
        for segment in split(reference.removeprefix("#")):
            found = found[segment]
        return found

    def hidden(self, value: Any) -> list[str]:
        """Pointers of what stands in an answer though only inactive branches declare it."""
        return list(self._hidden([(self.document, True)], value, ()))

    def _hidden(
        self, schemas: Iterable[tuple[Any, bool]], value: Any, place: tuple[str, ...]
    ) -> Iterator[str]:
        found = self._all(schemas, value)
        if isinstance(value, list):
            items = [(schema["items"], on) for schema, on in found if "items" in schema]
            for number, item in enumerate(value):
                yield from self._hidden(items, item, (*place, str(number)))
        if not isinstance(value, dict):
            return
        for name, inner in value.items():
            subs = _named(found, name)
            if subs and not any(on for _, on in subs):
                yield join((*place, name))
            yield from self._hidden(subs, inner, (*place, name))

    def invented(self, value: dict[str, Any]) -> list[str]:
        """Pointers of what stands in the answers of a blank page without a reason to."""
        return list(self._invented([(self.document, True)], value, ()))

    def _invented(
        self, schemas: Iterable[tuple[Any, bool]], value: Any, place: tuple[str, ...]
    ) -> Iterator[str]:
        found = [schema for schema, on in self._all(schemas, value) if on]
        for name, inner in value.items():
            subs = [
                schema for schema, _ in self._all(_named([(s, True) for s in found], name), inner)
            ]
            required = any(name in schema.get("required", ()) for schema in found)
            consent = any(schema.get("const") is True for schema in subs)
            default = any(
                schema.get("default", inner) == inner for schema in subs if "default" in schema
            )
            constant = required and any(
                "const" in schema and schema["const"] == inner for schema in subs
            )
            if required and isinstance(inner, dict):
                yield from self._invented([(s, True) for s in subs], inner, (*place, name))
            elif consent or not (default or constant):
                yield join((*place, name))

    def _all(self, schemas: Iterable[tuple[Any, bool]], value: Any) -> list[tuple[Any, bool]]:
        return [pair for schema, on in schemas for pair in self._expand(schema, value, on)]


def _named(schemas: Iterable[tuple[Any, bool]], name: str) -> list[tuple[Any, bool]]:
    return [
        (schema["properties"][name], on)
        for schema, on in schemas
        if name in schema.get("properties", {})
    ]
