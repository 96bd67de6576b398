"""Generated definitions: objects whose questions depend on each other in every way there is."""

from typing import Any

from attrs import define, field
from hypothesis import strategies as st

from formkit.pointer import join
from formkit.testing.questions import Schema, asked, default_for, rows, scalar, ticks, worded
from formkit.testing.words import names

# The deepest that objects and rows stand in each other.
_DEEPEST = 3


@define
class _Known:
    """A question of an object, as conditions may ask for it.

    `number` orders them: a condition on one opens only later ones, so that none goes in circles.
    """

    schema: Schema
    number: int
    always: bool


@define
class _Object:
    """An object that is being made, with the questions that it has so far."""

    schema: Schema
    level: int
    known: dict[str, _Known] = field(factory=dict)

    def add(self, name: str, schema: Schema, *, always: bool) -> None:
        self.known.setdefault(name, _Known(schema, len(self.known), always))


@define
class _Maker:
    draw: st.DrawFn
    definitions: Schema = field(factory=dict)
    # Whether it makes what only any schema has, beside what forms are written with.
    wild: bool = False

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    def question(self, level: int) -> tuple[Schema, Schema]:
        """A question as it stands in its object, and what it says behind its reference."""
        schema = self._inner(level)
        if self.chance(6):
            values = default_for(schema)
            if values:
                schema["default"] = self.draw(st.sampled_from(values))
        if self.chance(12):
            schema["readOnly"] = True
        if self.chance(12):
            schema["x-recommended"] = True
        if not self.chance(7):
            return schema, schema
        name = f"d{len(self.definitions)}"
        self.definitions[name] = schema
        reference = {"$ref": f"#/$defs/{name}"}
        return (worded(self.draw, reference) if self.chance(3) else reference), schema

    def _inner(self, level: int) -> Schema:
        kind = self.draw(st.integers(0, 13 if self.wild else 9))
        if kind == 0:
            return ticks(self.draw)
        if kind > 9:
            return self._beyond(level)
        if level < _DEEPEST and kind == 1:
            return self.object(level + 1)
        if level < _DEEPEST and kind == 2:
            inside = self.draw(st.integers(0, 3))
            if inside == 0:
                return rows(self.draw, scalar(self.draw))
            if inside == 1:
                return rows(self.draw, rows(self.draw, scalar(self.draw)))
            return rows(self.draw, self.object(level + 1))
        return scalar(self.draw)

    def _beyond(self, level: int) -> Schema:
        """A question as schemas have them that weren't written for forms."""
        kinds = [self._typed, self._nullable, self._anything]
        if level < _DEEPEST:
            kinds += [self._branches, self._map, self._tuple, self._within]
        return worded(self.draw, self.draw(st.sampled_from(kinds))(level + 1))

    def _typed(self, level: int) -> Schema:
        types = ("null", "boolean", "integer", "number", "string", "array", "object")
        some = st.lists(st.sampled_from(types), min_size=2, max_size=4, unique=True)
        return {"type": self.draw(some)}

    def _nullable(self, level: int) -> Schema:
        keyword = self.draw(st.sampled_from(("oneOf", "anyOf")))
        return {keyword: [scalar(self.draw), {"type": "null"}]}

    def _anything(self, level: int) -> Schema:
        some: tuple[Schema, ...] = ({}, {"minimum": 3}, {"maxLength": 5}, {"required": ["a"]})
        return dict(self.draw(st.sampled_from(some)))

    def _branches(self, level: int) -> Schema:
        """Branches of one kind or of several, told apart by a constant or by whoever chooses."""
        keyword = self.draw(st.sampled_from(("oneOf", "anyOf")))
        count = self.draw(st.integers(2, 3))
        if self.chance(2):
            branches = [self.question(level)[0] for _ in range(count)]
            return {keyword: branches}
        pinned = self.chance(2)
        branches = []
        for number in range(count):
            branch = self.object(_DEEPEST)
            if pinned:
                branch["properties"] = {"tag": {"const": number}, **branch["properties"]}
                branch["required"] = sorted({"tag", *branch.get("required", ())})
            branches.append(branch)
        return {"type": "object", keyword: branches}

    def _map(self, level: int) -> Schema:
        values = self.question(level)[0]
        if self.chance(3):
            return {"type": "object", "patternProperties": {"^[a-z]": values}}
        return {"type": "object", "additionalProperties": values}

    def _tuple(self, level: int) -> Schema:
        count = self.draw(st.integers(1, 3))
        found: Schema = {
            "type": "array",
            "prefixItems": [self.question(level)[0] for _ in range(count)],
        }
        rest = self.draw(st.integers(0, 2))
        if rest:
            found["items"] = False if rest == 1 else scalar(self.draw)
        if self.chance(2):
            found["minItems"] = self.draw(st.integers(0, count))
        return found

    def _within(self, level: int) -> Schema:
        """An object that may hold its like, by itself or in a list."""
        name = f"d{len(self.definitions)}"
        self.definitions[name] = {}
        again: Schema = {"$ref": f"#/$defs/{name}"}
        inside = self.draw(st.sampled_from((again, {"type": "array", "items": again})))
        made = {"type": "object", "properties": {"own": scalar(self.draw), "again": inside}}
        self.definitions[name].update(made)
        return {"$ref": f"#/$defs/{name}"}

    def object(self, level: int) -> Schema:
        made = _Object({"type": "object", "properties": {}}, level)
        for name in self.draw(st.lists(names(), min_size=1, max_size=4, unique=True)):
            written, schema = self.question(level)
            made.schema["properties"][name] = written
            made.add(name, schema, always=True)
        self._require(made.schema, list(made.known))
        for _ in range(self.draw(st.integers(0, 3 if level == 1 else 1))):
            self._rule(made)
        self._limit(made)
        if self.chance(8):
            made.schema["unevaluatedProperties"] = False
        return worded(self.draw, made.schema)

    def _require(self, schema: Schema, among: list[str]) -> None:
        required = [name for name in among if self.chance(2)]
        if required:
            schema["required"] = required

    def _rule(self, made: _Object) -> None:
        """One more condition or dependency, somewhere in the object."""
        kind = self.draw(st.integers(0, 5))
        cause = self.draw(st.sampled_from(list(made.known)))
        if kind == 0:
            others = st.lists(st.sampled_from(list(made.known)), max_size=2, unique=True)
            self._put(made, {"dependentRequired": {cause: self.draw(others)}})
        elif kind == 1:
            self._put(made, {"dependentSchemas": {cause: self._fragment(made, cause)}})
        else:
            self._put(made, self._conditional(made, cause))

    def _put(self, made: _Object, rule: Schema) -> None:
        """The rule in the object itself, in its `allOf`, or behind a reference there."""
        way = self.draw(st.integers(0, 3))
        if way == 0 and not rule.keys() & made.schema.keys():
            made.schema.update(rule)
            return
        if way == 1:
            name = f"d{len(self.definitions)}"
            self.definitions[name] = rule
            rule = {"$ref": f"#/$defs/{name}"}
        made.schema.setdefault("allOf", []).append(rule)

    def _conditional(self, made: _Object, cause: str) -> Schema:
        condition: Schema = {
            "properties": {cause: asked(self.draw, made.known[cause].schema)},
            "required": [cause],
        }
        if self.chance(8):
            del condition["required"]
        if self.chance(8):
            condition = {"not": condition}
        rule: Schema = {"if": condition}
        which = self.draw(st.integers(0, 3))
        if which != 3:
            rule["then"] = self._fragment(made, cause)
        if which >= 2:
            rule["else"] = self._fragment(made, cause, rule.get("then"))
        return rule

    def _fragment(self, made: _Object, cause: str, other: Schema | None = None) -> Schema:
        """What a condition on `cause` adds: questions, rules for others, further conditions."""
        fragment: Schema = {"properties": {}}
        number = made.known[cause].number
        for _ in range(self.draw(st.integers(1, 2))):
            name = self.draw(names())
            if self.chance(3):
                # The same question in two branches, mostly with another control.
                later = [
                    each
                    for each, known in made.known.items()
                    if known.number > number and not known.always
                ]
                shared = [*(other or {}).get("properties", {}), *later]
                name = self.draw(st.sampled_from(shared)) if shared else name
            if name in made.known and (made.known[name].number <= number or name == cause):
                self._narrow(made, name, fragment)
                continue
            if name in made.known and made.known[name].always:
                self._narrow(made, name, fragment)
                continue
            written, schema = self.question(made.level)
            fragment["properties"][name] = written
            made.add(name, schema, always=False)
        self._require(fragment, list(fragment["properties"]))
        if made.level < _DEEPEST + 1 and self.chance(4):
            inner = _Object(fragment, _DEEPEST + 1, made.known)
            asked_for = [each for each, known in made.known.items() if known.number >= number]
            self._put(inner, self._conditional(inner, self.draw(st.sampled_from(asked_for))))
        return fragment

    def _narrow(self, made: _Object, name: str, fragment: Schema) -> None:
        """A rule of a branch for a question that stands elsewhere."""
        known = made.known[name]
        if known.schema.get("properties") and known.always and self.chance(2):
            written, _ = self.question(_DEEPEST)
            fragment["properties"][name] = {"properties": {self.draw(names()): written}}
        elif known.always:
            fragment["properties"][name] = asked(self.draw, known.schema)

    def _limit(self, made: _Object) -> None:
        """One number or date may be bounded by another."""
        numbers = [
            n for n, k in made.known.items() if k.schema.get("type") in ("number", "integer")
        ]
        if len(numbers) > 1 and self.chance(2):
            bounded = made.schema["properties"].get(numbers[1])
            if bounded is not None:
                keyword = self.draw(st.sampled_from(("minimum", "exclusiveMaximum")))
                bounded["x-limit"] = {keyword: "1" + join((numbers[0],))}


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    """Definitions as they are found in the wild, with all that JSON Schema can ask for.

    All that `forms` has, and values of several types or of any, branches to choose from, maps,
    items that have places of their own, and what stands within itself.
    """
    return _definition(draw, wild=True)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """Definitions that `formkit.load` takes, with every kind of question that formkit asks.

    Objects and rows in each other, choices of any scalar, scales, constants, defaults, rules,
    conditions of conditions, references; names and words of any characters. None has conditions
    that hide each other in a circle.
    """
    return _definition(draw, wild=False)


def _definition(draw: st.DrawFn, *, wild: bool) -> dict[str, Any]:
    maker = _Maker(draw, wild=wild)
    document: Schema = maker.object(1)
    if maker.definitions:
        document["$defs"] = maker.definitions
    if maker.chance(3):
        document["x-form"] = _settings(maker, list(document["properties"]))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **document}


def _settings(maker: _Maker, asked_always: list[str]) -> Schema:
    settings: Schema = {"vocabulary": 1}
    if maker.chance(2):
        settings["languages"] = maker.draw(st.sampled_from((["vi", "en"], ["en"], ["vi"])))
    if maker.chance(2):
        order = maker.draw(st.permutations(asked_always))
        cut = maker.draw(st.integers(0, len(order)))
        pages = [order[:cut], order[cut:]]
        settings["pages"] = [
            {"title": f"Trang {n}", "questions": [join((name,)) for name in page]}
            for n, page in enumerate(pages, 1)
            if page
        ]
    return settings
