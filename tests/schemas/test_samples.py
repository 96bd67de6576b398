"""The samples of answers: valid, complete, and holding nothing that isn't asked."""

import unicodedata

import pytest

from tests.schemas.reading import (
    ANSWERS,
    DOCUMENTS,
    FORMS,
    SAMPLES,
    all_questions,
    asked_of,
    paths,
    questions,
    validator,
)


def form_of(sample: str) -> str:
    return sample.partition(".")[0]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_valid(name: str) -> None:
    document = DOCUMENTS[form_of(name)]
    assert list(validator({"$ref": document["$id"]}).iter_errors(ANSWERS[name])) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_hold_what_is_asked_and_no_more(name: str) -> None:
    form, answers = form_of(name), ANSWERS[name]
    document = DOCUMENTS[form]
    given = {path for path, _ in paths(answers)}
    assert given <= asked_of(form, answers)
    for index, row in enumerate(answers.get("people", [])):
        alone = asked_of(form, answers | {"people": [row]})
        assert {f"people/*/{key}" for key in row} <= alone, index
    required = {
        each.path for each in questions(document, document, answers) if each.asked and each.required
    }
    assert required <= given


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_as_a_page_sends_them(name: str) -> None:
    asked = all_questions(form_of(name))
    for path, value in paths(ANSWERS[name]):
        if isinstance(value, str):
            assert value == unicodedata.normalize("NFC", value).strip() != ""
        codes = [option["const"] for option in asked[path].options]
        if codes and isinstance(value, list):
            assert value == [code for code in codes if code in value]


@pytest.mark.parametrize("name", FORMS)
def test_samples_answer_every_question(name: str) -> None:
    answered = {
        path for sample in SAMPLES if form_of(sample) == name for path, _ in paths(ANSWERS[sample])
    }
    assert answered == set(all_questions(name))


def test_household_sample_has_rows_of_different_kinds() -> None:
    kinds = {frozenset(row) for row in ANSWERS["household-visit"]["people"]}
    assert len(kinds) >= 2


@pytest.mark.parametrize("name", SAMPLES)
def test_an_answer_that_is_missing_is_noticed(name: str) -> None:
    document = DOCUMENTS[form_of(name)]
    for each in questions(document, document, ANSWERS[name]):
        if each.asked and each.required and "/" not in each.path:
            answers = {key: value for key, value in ANSWERS[name].items() if key != each.path}
            assert not validator({"$ref": document["$id"]}).is_valid(answers)
