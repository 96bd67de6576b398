"""A form is a value: equal by its hash, shared by threads, with what it says of itself."""

import threading
from typing import Any

import pytest

from formkit.definition.form import Consent, Form, Page, Settings
from formkit.definition.load import load

DEFINITION = {
    "title": "Phiếu",
    "type": "object",
    "properties": {"a": {"type": "string"}, "b": {"$ref": "#/properties/a"}},
    "x-form": {
        "vocabulary": 1,
        "kind": "survey",
        "languages": ["vi", "en"],
        "pages": [{"title": "Một", "questions": ["/a"], "x-i18n": {"en": {"title": "One"}}}],
        "minutes": 1.5,
        "thanks": "Cảm ơn.",
        "consent": [{"key": "a", "purpose": "b", "text": "c"}],
        "retention": 30,
    },
}


def test_a_form_says_what_its_definition_says() -> None:
    form = load(DEFINITION)
    assert form.settings == Settings(
        vocabulary=1,
        kind="survey",
        languages=("vi", "en"),
        pages=(Page("Một", ("/a",)),),
        minutes=1.5,
        thanks="Cảm ơn.",
        consent=(Consent("a", "b", "c"),),
        retention=30,
    )
    assert form.settings.pages[0].schema["x-i18n"] == {"en": {"title": "One"}}
    assert form.settings.schema is form.document["x-form"]
    assert (form.title, form.languages, form.language, form.ours) == (
        "Phiếu",
        ("vi", "en"),
        "vi",
        True,
    )


def test_a_schema_that_says_nothing_of_itself_has_defaults() -> None:
    form = load({"type": "object"})
    assert form.settings == Settings()
    assert (form.title, form.languages, form.language, form.ours) == (None, (), "vi", False)


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        (None, "file:///here/"),
        ("a", "file:///here/a"),
        ("../a", "file:///a"),
        ("https://example.org/a#", "https://example.org/a"),
        ("urn:example:a", "urn:example:a"),
    ],
)
def test_the_resolver_stands_at_the_root(identifier: str | None, address: str) -> None:
    inner = {"$id": "b/c", "$defs": {"d": {"$id": "d", "title": "e"}}}
    definition: dict[str, Any] = {"type": "object", "$defs": {"b": inner, "f": {"title": "g"}}}
    if identifier is not None:
        definition = {"$id": identifier, **definition}
    form = load(definition)
    assert form.uri == address
    assert form.resolver().lookup("#").contents is form.document
    assert form.resolver().lookup("#/$defs/f").contents == {"title": "g"}
    if not address.startswith("urn:"):
        assert form.resolver().lookup("b/d").contents == {"$id": "d", "title": "e"}


def test_forms_are_equal_by_their_hash() -> None:
    form = load(DEFINITION)
    assert form == load(DEFINITION)
    assert len({form, load(DEFINITION), load({"type": "object"})}) == 2
    assert repr(form) == f"Form(sha256='{form.sha256}')"


def test_what_is_built_once_is_built_once_by_many_threads() -> None:
    form = load(DEFINITION)
    calls: list[Form] = []
    arrivals = threading.Semaphore(0)
    building = threading.Event()
    go = threading.Event()

    class Door:
        """The form's own lock, telling who stands before it."""

        def __init__(self, lock: Any) -> None:
            self.lock = lock

        def __enter__(self) -> None:
            arrivals.release()
            self.lock.acquire()

        def __exit__(self, *_: object) -> None:
            self.lock.release()

    object.__setattr__(form, "_lock", Door(form._lock))

    def inner(form: Form) -> str:
        return "in"

    def build(form: Form) -> list[str]:
        calls.append(form)
        building.set()
        assert go.wait(10)
        return [form.once(inner)]

    results = []

    def run() -> None:
        results.append(form.once(build))

    threads = [threading.Thread(target=run) for _ in range(8)]
    threads[0].start()
    assert building.wait(10)
    for thread in threads[1:]:
        thread.start()
    for _ in threads:
        assert arrivals.acquire(timeout=10)
    go.set()
    for thread in threads:
        thread.join()
    assert calls == [form]
    assert all(each is results[0] for each in results)
    assert results[0] == ["in"]


def test_what_fails_to_be_built_is_tried_again() -> None:
    form = load(DEFINITION)
    outcomes: list[Any] = [ValueError("first"), "second"]

    def build(form: Form) -> Any:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(ValueError, match="first"):
        form.once(build)
    assert form.once(build) == form.once(build) == "second"
