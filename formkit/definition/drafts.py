"""The drafts of JSON Schema that definitions are written in: what the keywords of each take.

A draft says which keywords it knows, which of them hold schemas, and what names a schema. What
2020-12 makes of it is `upgrade`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen
from jsonschema_specifications import REGISTRY as METASCHEMAS

from formkit.definition import keywords
from formkit.definition.keywords import DRAFT, SHAPE_OF, SHAPES, Child, is_schema
from formkit.pointer import Segments

# What tells of a schema without judging: it may stand wherever it is shaped as 2020-12 asks.
_TELLING = frozenset(
    {
        "$comment", "$defs", "$schema", "contentEncoding", "contentMediaType", "default",
        "definitions", "deprecated", "description", "examples", "readOnly", "title", "writeOnly",
    }
)  # fmt: skip

# The same of an earlier draft, which 2020-12 has without their acting.
_INERT = frozenset({"$recursiveAnchor", "$recursiveRef", "$vocabulary", "dependencies"})

_ACTING = keywords.KEYWORDS - _TELLING - _INERT

_PLACES = frozenset({"$defs", "definitions"})


@frozen(eq=False)
class Draft:
    """A draft: the shapes of its keywords, and how it differs from 2020-12.

    `anything` are the keywords that take any value; `identifier` names a schema; where `lonely`, a
    `$ref` makes all beside it be ignored; without `booleans`, true and false are no schemas but for
    what is additional.
    """

    name: str
    shapes: Mapping[str, str] = field(repr=False)
    anything: frozenset[str] = frozenset({"const", "default"})
    identifier: str = "$id"
    lonely: bool = False
    booleans: bool = True

    @property
    def is_current(self) -> bool:
        """Whether it is 2020-12."""
        return self is CURRENT

    @property
    def references(self) -> tuple[str, ...]:
        """The keywords whose text leads to another schema."""
        return ("$ref", "$dynamicRef") if self.is_current else ("$ref",)

    def identity(self, schema: Mapping[str, Any]) -> str | None:
        """What the schema calls itself, as it is written; None where it doesn't."""
        name = schema.get(self.identifier)
        return name if isinstance(name, str) and not self._is_alone(schema) else None

    def begins(self, schema: Mapping[str, Any]) -> bool:
        """Whether the schema has an address, and isn't only named within a resource."""
        name = self.identity(schema)
        return name is not None and (not self.lonely or bool(name.partition("#")[0]))

    def anchors(self, schema: Mapping[str, Any]) -> Iterator[str]:
        """The names that references may lead to the schema by."""
        if self.lonely:
            name = (self.identity(schema) or "").partition("#")[2]
            if name and not name.startswith("/"):
                yield name
            return
        for keyword in ("$anchor", "$dynamicAnchor"):
            if keyword in self.shapes and isinstance(schema.get(keyword), str):
                yield schema[keyword]

    def ignores(self, schema: Mapping[str, Any], keyword: str) -> bool:
        """Whether a keyword that 2020-12 would look at says nothing here."""
        if self.is_current or keyword == "$ref":
            return False
        known = keyword in self.shapes or keyword in self.anything
        if known and keyword in _TELLING:
            return False
        if known and not self._is_alone(schema):
            if keyword == "additionalItems":
                return not isinstance(schema.get("items"), list)
            return keyword == "dependencies" and not self.lonely
        if known or keyword in _ACTING:
            return True
        return keyword in SHAPE_OF and not _fits(keyword, schema[keyword])

    def children(self, schema: Mapping[str, Any]) -> Iterator[Child]:
        """The schemas that stand directly in a schema, in its order: keyword, segments, schema.

        What isn't shaped as it should be, and what is ignored, is passed over.
        """
        if self.is_current:
            yield from keywords.children(schema)
            return
        for child in self._held(schema):
            if not self.ignores(schema, child[0]):
                yield child

    def _held(self, schema: Mapping[str, Any]) -> Iterator[Child]:
        known = {k: v for k, v in schema.items() if k in self.shapes or k in _PLACES}
        for keyword, value in known.items():
            if keyword == "items" and isinstance(value, list):
                for index, each in enumerate(value):
                    yield keyword, (keyword, str(index)), each
            elif keyword == "additionalItems":
                yield keyword, (keyword,), value
            elif keyword == "dependencies" and self.lonely and isinstance(value, dict):
                for name, each in value.items():
                    if is_schema(each):
                        yield keyword, (keyword, name), each
            else:
                yield from keywords.children({keyword: value})

    def misshapen(
        self, schema: Mapping[str, Any], *, through: bool = False
    ) -> Iterator[tuple[Segments, str, str]]:
        """What has a wrong value in one schema: segments, the keyword, and the right shape.

        A meta-schema also looks into what is ignored, and so does this; into all, with `through`.
        """
        if self.is_current:
            for segments, shape in keywords.misshapen(schema):
                yield segments, segments[0], shape
            return
        for keyword, value in schema.items():
            asked = self.shapes.get(keyword)
            if asked is None:
                continue
            limit = keyword.removeprefix("exclusive").lower()
            alone = asked == "exclusive" and limit not in schema
            if alone or not SHAPES[asked](value):
                yield (keyword,), keyword, asked
        for keyword, segments, child in self._held(schema):
            if keyword not in self.shapes:
                continue
            if not self._takes(keyword, child):
                # others were told by the shape of their keyword
                if len(segments) > 1 or (keyword == "items" and isinstance(child, bool)):
                    yield segments, keyword, "schema" if self.booleans else "object-schema"
            elif isinstance(child, dict) and (through or self.ignores(schema, keyword)):
                for below, inner, shape in self.misshapen(child, through=True):
                    yield (*segments, *below), inner, shape

    def _takes(self, keyword: str, child: Any) -> bool:
        if self.booleans or keyword in ("additionalItems", "additionalProperties"):
            return is_schema(child)
        return isinstance(child, dict)

    def _is_alone(self, schema: Mapping[str, Any]) -> bool:
        return self.lonely and "$ref" in schema


def _fits(keyword: str, value: Any) -> bool:
    """Whether a keyword of 2020-12 has a value that it takes."""
    schemas = value.values() if keyword in _PLACES and isinstance(value, dict) else ()
    return SHAPES[SHAPE_OF[keyword]](value) and all(map(is_schema, schemas))


def _of(names: str, **others: str) -> dict[str, str]:
    return {name: SHAPE_OF[name] for name in names.split()} | others


_SHAPES_4 = _of(
    "$ref $schema additionalProperties allOf anyOf definitions description format maxItems"
    " maxLength maxProperties maximum minItems minLength minProperties minimum multipleOf oneOf"
    " pattern patternProperties properties title type uniqueItems",
    id="text",
    additionalItems="schema",
    dependencies="some-dependencies",
    enum="options",
    exclusiveMaximum="exclusive",
    exclusiveMinimum="exclusive",
    items="schema-or-schemas",
    **{"not": "object-schema"},
    required="some-names",
)
_SHAPES_6 = {
    **{name: shape for name, shape in _SHAPES_4.items() if name != "id"},
    **_of(
        "contains dependencies enum examples exclusiveMaximum exclusiveMinimum not propertyNames"
        " required",
        **{"$id": "text"},
    ),
}
_SHAPES_7 = _SHAPES_6 | _of("$comment contentEncoding contentMediaType else if readOnly then")
_SHAPES_2019_09 = {
    **SHAPE_OF,
    "$anchor": "anchor-2019-09",
    "$recursiveAnchor": "boolean",
    "additionalItems": "schema",
    "items": "schema-or-schemas",
}
for _later in ("$dynamicAnchor", "$dynamicRef", "prefixItems"):
    del _SHAPES_2019_09[_later]

CURRENT = Draft("2020-12", SHAPE_OF)
DRAFT_2019_09 = Draft("2019-09", _SHAPES_2019_09)
DRAFT_07 = Draft("draft-07", _SHAPES_7, lonely=True)
DRAFT_06 = Draft("draft-06", _SHAPES_6, lonely=True)
DRAFT_04 = Draft("draft-04", _SHAPES_4, frozenset({"default"}), "id", lonely=True, booleans=False)

# By the address of their meta-schema.
DRAFTS: Mapping[str, Draft] = {
    DRAFT: CURRENT,
    "https://json-schema.org/draft/2019-09/schema": DRAFT_2019_09,
    "http://json-schema.org/draft-07/schema": DRAFT_07,
    "http://json-schema.org/draft-06/schema": DRAFT_06,
    "http://json-schema.org/draft-04/schema": DRAFT_04,
}


def named_draft(schema: Mapping[str, Any], default: Draft) -> Draft:
    """The draft of JSON Schema that `$schema` names; the default where it names none."""
    named = schema.get("$schema")
    return DRAFTS.get(named.rstrip("#"), default) if isinstance(named, str) else default


_2019_09 = "https://json-schema.org/draft/2019-09/"


def is_earlier_metaschema(address: str) -> bool:
    """Whether an address is of a meta-schema of the earlier drafts, or of a part of one."""
    earlier = address in DRAFTS or address.startswith(_2019_09)
    return earlier and address != DRAFT and address in METASCHEMAS


def of_metaschema(metaschema: Mapping[str, Any], draft: Draft) -> Draft:
    """The draft for schemas of a meta-schema that is itself written in `draft`.

    2019-09 knows the keywords of the vocabularies that `$vocabulary` names, and no others.
    """
    named = metaschema.get("$vocabulary")
    if draft is not DRAFT_2019_09 or not isinstance(named, dict):
        return draft
    known = {"$ref", "$id", "definitions", "dependencies"}
    for vocabulary in (_2019_09 + "vocab/core", *named):
        part = vocabulary.replace("/vocab/", "/meta/")
        if vocabulary.startswith(_2019_09) and part in METASCHEMAS:
            known |= METASCHEMAS[part].contents["properties"].keys()
    shapes = {keyword: shape for keyword, shape in draft.shapes.items() if keyword in known}
    return evolve(draft, shapes=shapes, anything=draft.anything & known)
