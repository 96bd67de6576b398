"""The official suite of JSON Schema 2020-12 on pages: what is answered comes back as it was."""

from pathlib import Path

import pytest

from formkit import render
from formkit.testing.answering import same_answers
from tests.suite import (
    FORMATS,
    MAIN,
    UNREACHED,
    cases,
    round_trips,
    sent_back,
    suite_folder,
    verdicts,
)


@pytest.fixture(scope="module")
def suite(corpora: Path) -> Path:
    return suite_folder(corpora)


def test_verdicts_of_what_stands_in_a_form(suite: Path) -> None:
    main = verdicts(suite, MAIN, formats=False)
    print(main)
    assert (main.count, main.missed) == (1299, [])
    formats = verdicts(suite, FORMATS, formats=True)
    print(formats)
    assert (formats.count, formats.missed) == (764, [])


def test_every_valid_instance_comes_back_from_its_page(suite: Path) -> None:
    figure = round_trips(suite)
    print(figure)
    assert figure.count == 765
    assert set(figure.missed) == set(UNREACHED)


def test_every_invalid_instance_is_told_on_its_page_or_is_not_on_it(suite: Path) -> None:
    """A page shows no answer to a branch that isn't asked, and supplies what can't be otherwise."""
    silent = []
    for case in cases(suite, MAIN):
        if case.valid:
            continue
        back, _ = sent_back(case)
        shown = render(case.form, back)
        if (back.ok and same_answers(back.answers, case.answers)) or (
            not back.ok and 'class="sum"' not in shown
        ):
            silent.append(case.name)
    assert silent == []


def test_the_reference_shows_the_figures(suite: Path, root: Path) -> None:
    text = (root / "docs/reference/json-schema.md").read_text("utf-8")
    assert "1,299 of 1,299" in text
    assert "764 of 764" in text
    assert "763 of 765" in text
    for name, reason in UNREACHED.items():
        assert name in " ".join(text.split())
        assert reason in " ".join(text.split())
