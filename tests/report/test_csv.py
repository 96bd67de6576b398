"""CSV, as Python reads it back and as a spreadsheet takes it."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.errors import ExportError
from formkit.report.csv import guarded
from formkit.testing import answers_for, forms
from tests.report.taking import as_csv, csv_rows, published, response, responses, tables, taken
from tests.report.test_columns import TEXT, form, rows, ticks
from tests.report.test_lines import TEXTS, VALUES
from tests.searching import part

HOSTILE = [
    "=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''=1", "'", "'quoted'",
    "＝1+1", "00071", "Nguye\u0302\u0303n", 'a;b,c"d"', "một\nhai", "một\r\nhai",
    "\x00\x1f\ud800\uffff", "x" * 40_000, "-", "=", " =1", "sep=;", "\ufeffa",
]  # fmt: skip


def lines(text: bytes) -> list[str]:
    return text.decode("utf-8-sig").split("\r\n")


def test_it_begins_with_a_mark_and_its_lines_end_as_excel_wants() -> None:
    versions = published(form(a=TEXT, n={"type": "number", "title": "T"}, t=ticks("x", "y")))
    answers = {"a": "Hoa", "n": 3.5, "t": ["x", "y"]}
    text = taken("csv", versions, responses(versions[0], answers, {}))
    assert text.startswith(b'\xef\xbb\xbf"~id";"~form";')
    assert lines(text)[0].endswith(';"~channel";"a";"n";"t";"~rest"')
    # texts in quotes, numbers as a Vietnamese spreadsheet writes them, blanks bare
    assert lines(text)[1] == (
        '"019a0000-0000-7000-8000-000000000001";"visit";1;"2026-11-25T10:51:49+07:00";"26740";'
        '"Đội 1";"vi";;"Hoa";3,5;"x; y";'
    )
    assert lines(text)[2].endswith(';"vi";;;;;')
    assert lines(text)[3:] == [""]


@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_another_separator_goes_with_a_decimal_point(separator: str) -> None:
    versions = published(form(n={"type": "number", "title": "T"}))
    text = taken("csv", versions, responses(versions[0], {"n": 3.5}), separator=separator)
    assert lines(text)[1].endswith(separator.join(["", "3.5", ""]))


@pytest.mark.parametrize("separator", ["", ";;", "a", '"', "\n", "=", "."])
def test_what_can_not_separate_is_refused(separator: str) -> None:
    versions = published(form(a=TEXT))
    with pytest.raises(ExportError, match="can't separate"):
        taken("csv", versions, [], separator=separator)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_begins_like_a_formula_and_all_comes_back(text: str) -> None:
    versions = published(form(**{"a": TEXT, text: TEXT}))
    written = taken("csv", versions, responses(versions[0], {"a": text, text: text}))
    raw = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert not [each for row in raw for each in row if each[:1] in ("=", "+", "-", "@", "\t", "\r")]
    laid, found = tables(versions, responses(versions[0], {"a": text, text: text}), options=False)
    assert csv_rows(written) == [
        [column.name for column in laid.answers.columns],
        *[[as_csv(each) for each in row] for row in found[""]],
    ]


def test_numbers_stay_numbers() -> None:
    number = {"type": "number", "title": "T"}
    versions = published(form(a=number, b=number, c=number))
    answers = {"a": -5, "b": -0.25, "c": 12_345_678_901_234_567_890}
    text = taken("csv", versions, responses(versions[0], answers))
    assert lines(text)[1].endswith(';-5;-0,25;"12345678901234567890";')


def test_titles_that_are_alike_once_guarded_stay_apart() -> None:
    versions = published(form(**{"=a": TEXT, "'=a": TEXT, "''=a": TEXT}))
    text = taken("csv", versions, [])
    raw = next(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert raw[8:-1] == ["'=a", "''=a", "'''=a"]


@given(st.text(), st.text())
def test_guarding_keeps_texts_apart(one: str, other: str) -> None:
    for text in (one, "=" + one, "'" + one, "'=" + one):
        assert (guarded(text) == guarded(other)) == (text == other)


def test_rows_are_counted_and_have_a_table_of_their_own() -> None:
    versions = published(form(people=rows(name=TEXT)))
    answers = {"people": [{"name": "=1"}, {"name": "B"}]}
    given_responses = responses(versions[0], answers, {})
    assert [row[8:] for row in csv_rows(taken("csv", versions, given_responses))] == [
        ["people", "~rest"],
        ["2", ""],
        ["", ""],
    ]
    assert csv_rows(taken("csv", versions, given_responses, rows="people")) == [
        ["~id", "~row/people", "name", "~rest"],
        ["019a0000-0000-7000-8000-000000000001", "1", "=1", ""],
        ["019a0000-0000-7000-8000-000000000001", "2", "B", ""],
    ]


def test_rows_that_are_not_there_are_refused_by_name() -> None:
    versions = published(form(people=rows(name=TEXT)))
    with pytest.raises(ExportError, match="the lists of this form are: people"):
        taken("csv", versions, [], rows="persons")


@part(4)
@given(st.data())
def test_python_reads_the_cells_back(data: st.DataObject) -> None:
    versions = published(data.draw(forms()), data.draw(forms()))
    answers: dict[str, Any] = data.draw(answers_for(versions[1].form))
    answers |= data.draw(st.dictionaries(TEXTS, VALUES, max_size=3))
    separator = data.draw(st.sampled_from([";", ",", "\t", "|"]))
    given_responses = [response(versions[1], answers)]
    laid, found = tables(versions, given_responses, options=False, personal=True)
    for table in laid.tables:
        written = taken(
            "csv", versions, given_responses, rows=table.name, separator=separator, personal=True
        )
        comma = separator == ";"
        assert csv_rows(written, separator) == [
            [column.name for column in table.columns],
            *[[as_csv(each, comma=comma) for each in row] for row in found[table.name]],
        ]
