"""The ready forms as a plain reader of JSON Schema finds them, without any of formkit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
SHARED = "shared"
FORMS = sorted({path.name.partition(".")[0] for path in SCHEMAS.glob("*.schema.json")} - {SHARED})
SAMPLES = sorted(path.stem for path in (SCHEMAS / "samples").glob("*.json"))
WORDS = ("title", "description", "x-help", "purpose", "text", "thanks")


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


DOCUMENTS: dict[str, dict[str, Any]] = {
    name: read(SCHEMAS / f"{name}.schema.json") for name in (SHARED, *FORMS)
}
ANSWERS: dict[str, dict[str, Any]] = {
    name: read(SCHEMAS / "samples" / f"{name}.json") for name in SAMPLES
}
REGISTRY: Registry[Any] = Registry().with_resources(
    (document["$id"], Resource.from_contents(document)) for document in DOCUMENTS.values()
)


def validator(schema: Any, home: Any = None) -> Draft202012Validator:
    """A plain validator; what it's given may refer to its neighbours in the folder.

    `home` is the document that a part of it stands in, to whose `$defs` that part may refer.
    """
    definitions = (home or {}).get("$defs", {})
    return Draft202012Validator(
        {
            "$id": "https://formkit.example/schemas/part",
            "$defs": definitions,
            "allOf": [schema],
        },
        registry=REGISTRY,
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


@frozen
class Question:
    """A question with the schemas that apply to it, the nearest first."""

    path: str
    schemas: tuple[dict[str, Any], ...]
    options: tuple[dict[str, Any], ...]
    asked: bool
    required: bool

    def keyword(self, name: str) -> Any:
        return next((schema[name] for schema in self.schemas if name in schema), None)

    @property
    def titles(self) -> tuple[Any, Any]:
        """In Vietnamese and in English."""
        english = (schema.get("x-i18n", {}).get("en", {}) for schema in self.schemas)
        return self.keyword("title"), next(
            (each["title"] for each in english if "title" in each), None
        )


def followed(schema: Any, document: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The schema and what its references lead to, each with the document it stands in."""
    yield schema, document
    if "$ref" in schema:
        file, _, name = schema["$ref"].partition("#/$defs/")
        there = DOCUMENTS[file.removesuffix(".schema.json")] if file else document
        yield from followed(there["$defs"][name], there)


def options(schema: Any, document: Any) -> tuple[dict[str, Any], ...]:
    for each, home in followed(schema, document):
        if "oneOf" in each:
            return tuple(each["oneOf"])
        if "items" in each:
            return options(each["items"], home)
    return ()


def questions(
    schema: Any, document: Any, answers: Any, path: str = "", asked: bool = True
) -> Iterator[Question]:
    """Every question in the order of the document, with or without its condition fulfilled."""
    for part, home in followed(schema, document):
        for name, child in part.get("properties", {}).items():
            found = tuple(followed(child, home))
            yield Question(
                path=path + name,
                schemas=tuple(each for each, _ in found),
                options=options(child, home),
                asked=asked,
                required=name in part.get("required", ()),
            )
            for each, place in found:
                if "items" in each:
                    for row in answers.get(name, [{}]):
                        yield from questions(each["items"], place, row, f"{path}{name}/*/", asked)
        for branch in part.get("allOf", ()):
            yield from questions(branch, home, answers, path, asked)
        if "if" in part:
            active = asked and validator(part["if"], home).is_valid(answers)
            yield from questions(part["then"], home, answers, path, active)


def asked_of(name: str, answers: Any) -> set[str]:
    """The paths that are asked, given the answers."""
    document = DOCUMENTS[name]
    return {each.path for each in questions(document, document, answers) if each.asked}


def all_questions(name: str) -> dict[str, Question]:
    """Every question of a form by its path, in the order of its pages.

    Where a branch says more of a question that is asked without it, the question is the first one.
    """
    document = DOCUMENTS[name]
    pages = document["x-form"]["pages"]
    order = [pointer.removeprefix("/") for page in pages for pointer in page["questions"]]
    found = questions(document, document, {})
    ordered = sorted(found, key=lambda each: order.index(each.path.partition("/")[0]))
    first: dict[str, Question] = {}
    for each in ordered:
        first.setdefault(each.path, each)
    return first


def paths(answers: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Each question that the answers hold, with its value."""
    for name, value in answers.items():
        yield f"{prefix}{name}", value
        if isinstance(value, list) and isinstance(value[0], dict):
            for row in value:
                yield from paths(row, f"{prefix}{name}/*/")


def nodes(value: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON object in a document, translations apart."""
    if isinstance(value, dict):
        yield pointer, value
        for key, child in value.items():
            if key != "x-i18n":
                yield from nodes(child, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from nodes(child, f"{pointer}/{index}")


def worded(document: dict[str, Any]) -> Iterator[tuple[str, str, str, str | None]]:
    """Every text that a person reads: where it stands, its key, in Vietnamese, in English."""
    for pointer, node in nodes(document):
        english = node.get("x-i18n", {}).get("en", {})
        for key in WORDS:
            if isinstance(node.get(key), str):
                yield pointer, key, node[key], english.get(key.removeprefix("x-"))
        for keyword, text in node.get("x-message", {}).items():
            yield pointer, f"x-message {keyword}", text, english.get("message", {}).get(keyword)


def form_of(sample: str) -> str:
    return sample.partition(".")[0]
