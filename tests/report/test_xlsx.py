"""Workbooks, as calamine reads them back: texts are texts, and nothing is cut."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.report import sheets as workbooks
from formkit.report.cells import Cell
from formkit.report.columns import MAX_NAME, layout
from formkit.report.export import write
from formkit.report.sheets import pieces, sheet_name, units
from formkit.store.responses import Response
from formkit.testing import answers_for, forms
from tests.report.taking import published, response, responses, sheets, tables, taken
from tests.report.test_columns import TEXT, form, rows, ticks
from tests.report.test_csv import HOSTILE
from tests.report.test_lines import TEXTS, VALUES
from tests.searching import part

SPREADSHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
# What a program might take for something else than its text.
MARKED_UP = [
    "<r>x</r>", "<r><t>đậm</t></r>", "<r></t></is></c><c><f>1+1</f></c></r>", "&amp;", "]]>",
    "_x0041_", "_x005F_x0041_", "x_x0041_y", "http://example.org", "mailto:a@example.org",
    "internal:Sheet1!A1", "{=1+1}", "TRUE", "#REF!", "1e5", "2026-11-25", " a ", "\ta",
]  # fmt: skip


def as_read(value: Cell) -> Cell:
    """A cell as calamine gives it: numbers are doubles."""
    return float(value) if isinstance(value, int) else value


def same(found: list[list[Cell]], expected: list[list[Cell]]) -> None:
    assert found == [[as_read(each) for each in row] for row in expected]


def worksheets(workbook: bytes) -> list[str]:
    """The XML of each sheet."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return [archive.read(n).decode() for n in archive.namelist() if SPREADSHEET.fullmatch(n)]


def test_there_are_answers_questions_and_rows() -> None:
    document = form(
        n={"type": "integer", "title": "Mấy người?"},
        t={**ticks("a", "b"), "title": "Việc gì?"},
        ok={"const": True, "title": "Đồng ý"},
        people={**rows(name={**TEXT, "title": "Tên"}), "title": "Từng người"},
        phone={**TEXT, "title": "Điện thoại", "x-personal": {"level": "basic"}},
    )
    document["properties"]["t"]["items"] = {
        "oneOf": [{"const": "a", "title": "Việc A"}, {"const": "b", "title": "Việc B"}]
    }
    versions = published(document)
    answers = {"n": 3, "t": ["b"], "ok": True, "people": [{"name": "=1+1"}]}
    found = sheets(taken("xlsx", versions, responses(versions[0], answers)))
    assert list(found) == ["Câu trả lời", "Câu hỏi", "people"]
    assert found["Câu trả lời"][0][8:] == ["n", "t", "t/a", "t/b", "ok", "people", "~rest"]
    assert found["Câu trả lời"][1][8:] == [3, "b", 0, 1, 1, 1, None]
    assert found["people"] == [
        ["~id", "~row/people", "name", "~rest"],
        ["019a0000-0000-7000-8000-000000000001", 1, "=1+1", None],
    ]
    asked = [row for row in found["Câu hỏi"] if not str(row[1]).startswith("~")]
    assert asked == [
        ["Bảng", "Cột", "Câu hỏi", "Kiểu", "Mã", "Nghĩa", "Phiên bản", "Ghi chú"],
        ["Câu trả lời", "n", "Mấy người?", "Số nguyên", None, None, "1", None],
        ["Câu trả lời", "t", "Việc gì?", "Chọn nhiều", None, None, "1", None],
        ["Câu trả lời", "t", None, None, "a", "Việc A", None, None],
        ["Câu trả lời", "t", None, None, "b", "Việc B", None, None],
        ["Câu trả lời", "t/a", "Việc A", "1 là chọn, 0 là không", None, None, None, None],
        ["Câu trả lời", "t/b", "Việc B", "1 là chọn, 0 là không", None, None, None, None],
        ["Câu trả lời", "ok", "Đồng ý", "Có hoặc bỏ trống", None, None, "1", None],
        ["Câu trả lời", "ok", None, None, 1, "Có", None, None],
        [
            "Câu trả lời", "people", "Từng người", "Các dòng", None, None, "1",
            "Số dòng; từng dòng ở bảng people",
        ],
        ["people", "name", "Tên", "Văn bản", None, None, "1", None],
        [
            None, "phone", "Điện thoại", None, None, None, "1",
            "Thông tin cá nhân, không xuất ra",
        ],
    ]  # fmt: skip


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    document = form(
        n={"type": "integer", "title": "Mấy người được hỗ trợ trong buổi này?"},
        note={**TEXT, "title": "Ghi chú", "x-widget": "textarea"},
        day={**TEXT, "format": "date", "title": "Ngày nào?"},
        a_long_name_of_a_question={"type": "boolean", "title": "Xong chưa?"},
    )
    versions = published(document)
    book = worksheets(taken("xlsx", versions, responses(versions[0], {"n": 1})))
    answers, questions = map(_widths, book)
    columns = layout(versions, personal=False, options=True).answers.columns
    named = dict(zip([column.name for column in columns], answers, strict=True))
    # a moment with its offset has 25 characters
    assert named["~received"] > 25
    assert named["note"] > named["day"] > named["n"]
    assert named["a_long_name_of_a_question"] > len("a_long_name_of_a_question")
    # the question, and what a code means
    assert min(questions[2], questions[5]) >= 50


def _widths(sheet: str) -> list[float]:
    """How wide each column is."""
    found = []
    for first, last, width in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet):
        found += [float(width)] * (int(last) - int(first) + 1)
    return found


def test_questions_are_told_in_the_language_asked_for_and_with_their_groups() -> None:
    words = {"en": {"title": "Street"}}
    street = {**TEXT, "title": "Đường", "x-i18n": words}
    group = {"type": "object", "title": "Địa chỉ", "properties": {"street": street}}
    document = form(home=group, yes={"type": "boolean", "title": "T"})
    versions = published(document, {**document, "description": "2"})
    found = sheets(taken("xlsx", versions, [], language="en"))
    assert list(found) == ["Answers", "Questions"]
    asked = [row for row in found["Questions"] if not str(row[1]).startswith("~")][1:]
    assert asked == [
        ["Answers", "home/street", "Địa chỉ › Street", "Text", None, None, "1–2", None],
        ["Answers", "yes", "T", "Yes or no", None, None, "1–2", None],
        ["Answers", "yes", None, None, 1, "Yes", None, None],
        ["Answers", "yes", None, None, 0, "No", None, None],
    ]


@pytest.mark.parametrize("text", HOSTILE + MARKED_UP)
def test_every_text_stays_the_text_it_is(text: str) -> None:
    versions = published(form(**{"a": TEXT, text: TEXT}))
    given_responses = responses(versions[0], {"a": text, text: text})
    workbook = taken("xlsx", versions, given_responses)
    laid, expected = tables(versions, given_responses)
    titles: list[Cell] = [column.name for column in laid.answers.columns]
    found = sheets(workbook)["Câu trả lời"]
    if len(text) < 30_000:
        same(found, [titles, *expected[""]])
    for xml in worksheets(workbook):
        assert not re.search('<f[ >]|<hyperlink|t="str"|t="b"|t="e"', xml)


def test_numbers_keep_every_digit() -> None:
    number = {"type": "number", "title": "T"}
    versions = published(form(a=number, b=number, c=number, d=number))
    answers = {"a": 0.1 + 0.2, "b": 999_999_999_999_999, "c": 10**15, "d": 1.7976931348623157e308}
    found = sheets(taken("xlsx", versions, responses(versions[0], answers)))["Câu trả lời"]
    assert found[1][8:12] == [0.1 + 0.2, 999_999_999_999_999, "1000000000000000", answers["d"]]


@pytest.mark.parametrize("text", ["ă" * 40_000, "😀" * 20_000, "x" * 100_000])
def test_a_text_that_no_cell_can_hold_stands_whole_in_a_sheet_of_its_own(text: str) -> None:
    versions = published(form(a=TEXT))
    given_responses = responses(versions[0], {"a": "ngắn"}, {"a": text}, {"a": text[::-1]})
    found = sheets(taken("xlsx", versions, given_responses))
    assert found["Câu trả lời"][1][8] == "ngắn"
    cell = str(found["Câu trả lời"][2][8])
    assert cell.endswith(" … [Văn bản dài: 1]")
    assert units(cell) <= 32_767
    assert text.startswith(cell.removesuffix(" … [Văn bản dài: 1]"))
    titles, *parts = found["Văn bản dài"]
    assert titles == ["Số", "Phần", "Phiếu", "Bảng", "Cột", "Văn bản"]
    assert {tuple(row[:1] + row[2:5]) for row in parts} == {
        (1, given_responses[1].id, "Câu trả lời", "a"),
        (2, given_responses[2].id, "Câu trả lời", "a"),
    }
    assert "".join(str(row[5]) for row in parts if row[0] == 1) == text
    assert all(units(str(row[5])) <= 32_767 for row in parts)


def test_a_text_of_exactly_the_limit_stays_in_its_cell() -> None:
    versions = published(form(a=TEXT))
    for text in ("x" * 32_767, "😀" * 16_383 + "x"):
        found = sheets(taken("xlsx", versions, responses(versions[0], {"a": text})))
        assert found["Câu trả lời"][1][8] == text
        assert len(found) == 2


@given(st.text(st.characters(codec="utf-8")), st.integers(2, 9))
def test_pieces_are_short_and_nothing_is_torn(text: str, length: int) -> None:
    found = pieces(text, length)
    assert "".join(found) == text
    assert all(units(each) <= length for each in found)


def test_more_columns_than_a_sheet_has_go_on_beside_it() -> None:
    wide = {f"t{n}": ticks(*(f"c{m}" for m in range(100))) for n in range(200)}
    versions = published(form(**wide))
    given_responses = responses(versions[0], {"t0": ["c1"], "t199": ["c99"]}, {})
    found = sheets(taken("xlsx", versions, given_responses))
    laid, expected = tables(versions, given_responses)
    titles: list[Cell] = [column.name for column in laid.answers.columns]
    assert len(titles) == 20_200 + 9
    assert list(found) == ["Câu trả lời", "Câu trả lời (2)", "Câu hỏi"]
    one, other = found["Câu trả lời"], found["Câu trả lời (2)"]
    assert len(one[0]) == 16_384
    assert [row[0] for row in other] == [row[0] for row in one]
    same([[*a, *b[1:]] for a, b in zip(one, other, strict=True)], [titles, *expected[""]])


def test_more_rows_than_a_sheet_has_go_on_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 4)
    versions = published(form(people=rows(name=TEXT)))
    answers = [{"people": [{"name": str(number)}]} for number in range(7)]
    out = io.BytesIO()
    done = write("xlsx", out, versions, responses(versions[0], *answers))
    found = sheets(out.getvalue())
    assert done.sheets == {
        "": ("Câu trả lời", "Câu trả lời (2)", "Câu trả lời (3)"),
        "people": ("people", "people (2)", "people (3)"),
    }
    assert done.lines == {"": 7, "people": 7}
    for name in done.sheets["people"]:
        assert found[name][0] == ["~id", "~row/people", "name", "~rest"]
    names = [row[2] for name in done.sheets["people"] for row in found[name][1:]]
    assert names == [str(number) for number in range(7)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("people", "people"),
        ("people/visits", "people.visits"),
        ("a[b]:*?\\c", "a.b.....c"),
        ("'quoted'", "quoted"),
        ("'", "."),
        ("\t", "."),
        ("x" * 40, "x" * 31),
        ("😀" * 20, "😀" * 15),
        ("x" * 30 + "'y", "x" * 30),
    ],
)
def test_a_sheet_has_the_nearest_name_that_it_can_have(name: str, expected: str) -> None:
    assert sheet_name(name) == expected
    assert units(sheet_name(name, " (2)")) <= 31


def test_sheets_have_names_of_their_own_in_any_case() -> None:
    keys = ("A", "a", "history", "câu trả lời", "x" * 40, "x" * 41, "Câu hỏi", "[")
    versions = published(form(**{key: rows(name=TEXT) for key in keys}))
    found = sheets(taken("xlsx", versions, []))
    assert list(found) == [
        "Câu trả lời", "Câu hỏi", "A", "a (2)", "history (2)", "câu trả lời (2)", "x" * 31,
        "x" * 27 + " (2)", "Câu hỏi (2)", ".",
    ]  # fmt: skip


def test_titles_that_are_too_long_are_cut_to_names_of_their_own() -> None:
    versions = published(form(**{"=" * 40_000: TEXT, "=" * 39_999: TEXT}))
    titles = sheets(taken("xlsx", versions, []))["Câu trả lời"][0][8:10]
    assert len(set(titles)) == 2
    assert all(len(str(title)) == MAX_NAME for title in titles)


def test_what_it_wrote_on_the_way_is_gone_also_when_it_fails(tmp_path: Path) -> None:
    versions = published(form(a=TEXT))

    def breaking() -> Any:
        yield response(versions[0], {"a": "x"})
        raise RuntimeError("away")

    target = tmp_path / "out.xlsx"
    with pytest.raises(RuntimeError, match="away"):
        write("xlsx", target, versions, breaking())
    assert list(tmp_path.iterdir()) == []
    write("xlsx", target, versions, responses(versions[0], {"a": "x"}))
    assert list(tmp_path.iterdir()) == [target]


@part(4)
@given(st.data())
def test_calamine_reads_the_cells_back(data: st.DataObject) -> None:
    versions = published(data.draw(forms()), data.draw(forms()))
    answers = data.draw(answers_for(versions[1].form))
    answers |= data.draw(st.dictionaries(TEXTS, VALUES, max_size=3))
    given_responses: list[Response] = [response(versions[1], answers)]
    laid, expected = tables(versions, given_responses, personal=True)
    out = io.BytesIO()
    done = write("xlsx", out, versions, given_responses, personal=True)
    found = sheets(out.getvalue())
    assert {table.name for table in laid.tables} == set(done.sheets)
    for table in layout(versions, personal=True, options=True).tables:
        (name,) = done.sheets[table.name]
        same(found[name], [[column.name for column in table.columns], *expected[table.name]])
