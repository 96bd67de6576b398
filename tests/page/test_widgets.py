"""Each control: what it is, what it posts, how it is named to a screen reader and to a script."""

from typing import Any

import pytest

from formkit.definition.load import load
from formkit.filling.submission import submit
from formkit.page.render import render
from formkit.testing import held_back, submitted_pairs
from tests.page.dom import Element
from tests.page.making import EVERY, FILLED, SCALE, TEXT, form, shown


def question(schema: Any, answer: Any = None, *, required: bool = False, **options: Any) -> Element:
    made = form({"q": schema}, **({"required": ["q"]} if required else {}))
    return shown(made, None if answer is None else {"q": answer}, **options).one(id="f-q--q")


def posted(element: Element) -> list[tuple[str, str]]:
    """What an option posts, and whether it is chosen."""
    return [
        (each["value"], "checked" in each.attrs)
        for each in element.all("input")
        if each["name"] == "/q"
    ]


@pytest.mark.parametrize(
    ("schema", "attrs"),
    [
        (TEXT, {}),
        ({"type": "string", "format": "email"}, {"inputmode": "email", "autocapitalize": "none"}),
        ({"type": "string", "format": "uri"}, {"inputmode": "url"}),
        (
            {"type": "string", "x-widget": "tel"},
            {"type": "tel", "inputmode": "tel", "data-t": "tel"},
        ),
        ({"type": "integer", "minimum": 0}, {"inputmode": "numeric", "data-t": "integer"}),
        ({"type": "number", "exclusiveMinimum": 0}, {"inputmode": "decimal", "data-t": "number"}),
        ({"type": "string", "x-text": "exact"}, {"data-t": "exact"}),
        ({"type": "string", "format": "date"}, {"type": "date"}),
        ({"type": "string", "format": "time"}, {"type": "time", "step": "any", "data-t": "time"}),
        ({"type": "string", "format": "date-time"}, {"type": "datetime-local", "step": "any"}),
    ],
)
def test_a_line_of_text(schema: Any, attrs: dict[str, str]) -> None:
    element = question({"title": "Tên", **schema})
    control = element.one("input", name="/q")
    assert control.attrs.items() >= attrs.items()
    if "type" not in attrs:
        assert "type" not in control.attrs
    assert element.one("label", for_="f-q").words == "Tên (không bắt buộc)"


def test_a_number_that_may_be_negative_gets_all_keys() -> None:
    assert "inputmode" not in question({"type": "integer"}).one("input").attrs
    assert "inputmode" not in question({"type": "number", "minimum": -3}).one("input").attrs


@pytest.mark.parametrize(
    ("widget", "good", "bad"),
    [
        (
            "date",
            ["2026-03-05", "2024-02-29"],
            ["2026-02-30", "5/3/2026", "20260305", "2026-W01-1"],
        ),
        ("time", ["09:30:00+07:00"], ["24:00:00+07:00", "23:59:60Z", "09:30:00.5+07:00", "9h"]),
        (
            "date-time",
            ["2026-03-05T09:30:00+07:00", "2026-03-05T09:30:15Z"],
            ["2026-02-30T09:30:00Z", "2026-03-05t09:30:00Z", "2026-03-05T09:30:00.25Z", "mai"],
        ),
    ],
)
def test_a_browsers_own_picker_only_for_what_it_can_show(
    widget: str, good: list[str], bad: list[str]
) -> None:
    schema = {"type": "string", "format": widget}
    for text in good:
        assert "type" in question(schema, text).one("input", name="/q").attrs
    for text in bad:
        control = question(schema, text).one("input", name="/q")
        assert "type" not in control.attrs
        assert control["value"]


def test_the_offset_of_a_moment_travels_beside_it() -> None:
    element = question({"type": "string", "format": "date-time"}, "2026-03-05T09:30:00Z")
    assert element.one("input", name="/q")["value"] == "2026-03-05T09:30:00"
    assert element.one("input", name="~z/q")["value"] == "Z"


def test_a_long_text_and_a_text_with_lines_get_a_textarea() -> None:
    assert question({"type": "string", "maxLength": 500}).one("textarea", name="/q").text == ""
    area = question(TEXT, "một\nhai").one("textarea", name="/q")
    assert area.text == "\nmột\nhai"
    row = shown(load(EVERY), {"people": [{"name": "một\nhai"}]})
    assert row.one("textarea", name="/people/0/name").text == "\nmột\nhai"


def test_options_are_rows() -> None:
    schema = {
        "title": "Chọn",
        "oneOf": [{"const": "a", "title": "Á", "description": "Rõ"}, {"const": 2}],
    }
    element = question(schema, "a", required=True)
    assert (element.tag, element["role"], element["aria-required"]) == (
        "fieldset",
        "radiogroup",
        "true",
    )
    assert element.one("legend").words == "Chọn"
    first, second = element.all("input")
    assert (first["id"], first["value"], "checked" in first.attrs) == ("f-q", "a", True)
    assert (second["id"], second["value"], second.get("data-j")) == ("f-q--2", "2", "")
    assert ("required" in first.attrs, "required" in second.attrs) == (True, False)
    assert element.one("small").text == "Rõ"
    assert posted(question(schema)) == [("a", False), ("2", False), ("", False)]


def test_more_than_seven_options_are_a_list() -> None:
    schema = {"title": "Chọn", "enum": [f"o{n}" for n in range(8)]}
    element = question(schema, "o3")
    assert element.one("label")["for"] == element.one("select")["id"] == "f-q"
    assert [each["value"] for each in element.all("option") if "selected" in each.attrs] == ["o3"]
    assert (element.all("option")[0]["value"], element.all("option")[0].text) == (
        "",
        "Không trả lời",
    )
    assert question(schema, required=True).all("option")[0].text == "Bấm để chọn"
    assert "required" in question(schema, required=True).one("select").attrs


def test_yes_comes_first_and_no_answer_last() -> None:
    element = question({"title": "Có không?", "type": "boolean"}, False)
    assert [each.words for each in element.all("label")] == ["Có", "Không", "Không trả lời"]
    assert posted(element) == [("true", False), ("false", True), ("", False)]
    assert posted(question({"type": "boolean"}, required=True)) == [
        ("true", False),
        ("false", False),
    ]


def test_consent_is_one_box_that_is_never_ticked_before() -> None:
    element = question({"title": "Tôi đồng ý", "const": True}, required=True)
    box = element.one("input")
    assert (box["type"], box["value"], box.get("data-j")) == ("checkbox", "true", "")
    assert "checked" not in box.attrs
    assert "required" in box.attrs
    assert element.one("label").words == "Tôi đồng ý"
    assert "checked" in question({"const": True}, True).one("input").attrs
    blank = shown(form({"q": {"const": True, "default": True}}))
    assert "checked" not in blank.one("input", name="/q").attrs


def test_what_is_agreed_to_stands_with_its_box() -> None:
    element = shown(load(EVERY)).one(id="f-agree--q")
    assert element.one(id="f-agree--hint").words == "Chúng tôi ghi kết quả."
    assert "f-agree--hint" in element.one("input")["aria-describedby"]


def test_a_boolean_tick_is_never_forced() -> None:
    element = question({"title": "Xong", "type": "boolean", "x-widget": "tick"}, required=True)
    assert "required" not in element.one("input").attrs
    assert (element.one("input")["value"], element.one("label").words) == ("true", "Xong")


def test_constants() -> None:
    page = shown(load(EVERY))
    hidden = page.one("input", name="/fixed")
    assert (hidden["type"], hidden["value"], hidden.get("data-c")) == ("hidden", "a", "")
    assert page.one("input", name="/maybe")["type"] == "checkbox"
    assert page.all(id="f-fixed--q") == []


def test_ticks() -> None:
    items = {"enum": ["x", "y", 3]}
    schema = {"title": "Việc", "type": "array", "uniqueItems": True, "items": items}
    element = question(schema, ["x", 3])
    assert posted(element) == [("x", True), ("y", False), ("3", True)]
    assert element.one(class_="os")["data-rows"] == "/q"
    assert element.all("input", name="~n/q") == []
    assert question(schema, []).one("input", name="~n/q")["type"] == "hidden"
    none = question(schema, [], required=True).one("input", name="~n/q")
    assert (none["type"], "checked" in none.attrs) == ("checkbox", True)
    assert shown(form({"q": schema})).all("input", name="~n/q") == []


def test_a_scale_of_five() -> None:
    element = question({"title": "?", **SCALE}, 4)
    assert [each.words for each in element.all("label")][:5] == [
        "1 Rất không hài lòng",
        "2 Không hài lòng",
        "3 Bình thường",
        "4 Hài lòng",
        "5 Rất hài lòng",
    ]
    assert [each.classes[1] for each in element.all("i")] == ["f1", "f2", "f3", "f4", "f5"]
    assert posted(element)[3] == ("4", True)
    low = question({**SCALE, "x-scale": {"of": "ces", "best": "low"}})
    assert [each.classes[1] for each in low.all("i")] == ["f5", "f4", "f3", "f2", "f1"]
    assert low.all("label")[0].words == "1 Rất dễ"
    plain = question({"type": "integer", "minimum": 1, "maximum": 5, "x-widget": "scale"})
    assert plain.all("i") == []
    assert "nums" in plain.one(class_="os").classes


def test_a_scale_from_0_to_10() -> None:
    steps = [{"const": n, **({"title": "Không bao giờ"} if n == 0 else {})} for n in range(11)]
    schema = {
        "title": "?",
        "type": "integer",
        "oneOf": steps,
        "x-scale": {"of": "nps", "best": "high"},
    }
    element = question(schema, required=True)
    assert [each.words for each in element.all("label")] == [str(n) for n in range(11)]
    assert element.one("p", class_="hint").words == "0: Không bao giờ"


def test_a_group() -> None:
    schema = {"title": "Địa chỉ", "type": "object", "properties": {"a": TEXT}, "required": ["a"]}
    element = question(schema, required=True)
    assert (element.tag, element.one("legend").words) == ("fieldset", "Địa chỉ")
    assert element.attrs.items() >= {"name": "/q", "data-c": "", "data-j": "{}"}.items()
    assert "required" in element.one("input").attrs
    optional = question(schema, {"a": "x"})
    assert "name" not in optional.attrs
    assert "required" not in optional.one("input", name="/q/a").attrs
    assert question(schema, {}).one("input", name="~p/q")["type"] == "hidden"


def test_rows() -> None:
    element = shown(load(EVERY), FILLED).one(id="f-people--q")
    listed = element.one(id="f-people")
    assert listed["data-rows"] == "/people"
    rows = [each for each in listed.inside if isinstance(each, Element) and each.tag == "details"]
    assert [each["data-row"] for each in rows] == ["0", "1"]
    buttons = [(each["value"], each["formaction"]) for each in rows[1].all("button")]
    assert buttons[-3:] == [(f"{do} /people/1", "#f-people") for do in ("up", "down", "remove")]
    assert rows[0].one("input", name="/people/0/pets/1")["value"] == "Chó"
    odd = rows[0].one("input", name="/people/0/a b")
    assert odd["id"].startswith("h-")
    assert odd["id"] != rows[1].one("input", name="/people/1/a b")["id"]


def test_a_required_list_that_may_be_empty_has_a_tick() -> None:
    schema = {
        "title": "Người",
        "type": "array",
        "items": {"type": "object", "properties": {"a": TEXT}},
    }
    element = question(schema, [], required=True)
    assert "checked" in element.one("input", name="~n/q").attrs
    assert question(schema, []).one("input", name="~n/q")["type"] == "hidden"
    assert question({**schema, "minItems": 1}, required=True).all("input", name="~n/q") == []


def test_the_add_button_names_what_it_adds() -> None:
    def words(title: str | None) -> str:
        items = {"type": "object", "properties": {"a": TEXT}, **({"title": title} if title else {})}
        return question({"type": "array", "items": items}).one("button", class_="add").words

    assert words("Người được hỗ trợ") == "Thêm người được hỗ trợ"
    assert words("VNeID") == "Thêm VNeID"
    assert words("X") == "Thêm X"
    assert words(None) == "Thêm"


def test_the_second_control_of_a_place() -> None:
    made = form(
        {"kind": {"enum": ["a", "b"]}},
        allOf=[
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"properties": {"q": schema}},
            }
            for kind, schema in (
                ("a", TEXT),
                ("b", {"type": "array", "items": {"type": "object", "properties": {"n": TEXT}}}),
            )
        ],
    )
    page = shown(made, {"kind": "b", "q": [{"n": "x"}]})
    assert page.one("input", name="/q")["id"] == "f-q"
    second = page.one(id="f-q--i2")
    assert second["data-rows"] == "/q"
    assert {each["value"] for each in second.all("button")} == {
        "up ~i2/q/0",
        "down ~i2/q/0",
        "remove ~i2/q/0",
        "add ~i2/q",
    }
    assert second.one("input")["value"] == "x"


def test_what_no_control_carries_is_carried_hidden() -> None:
    element = question(TEXT, "")
    assert element.one("input", name="~v/q")["value"] == '""'
    page = shown(form({"q": TEXT}), {"q": "x", "line\nbreak": [1, None]})
    assert page.one("input", name="~v/line%0Abreak")["value"] == "[1,null]"


def test_what_is_not_rendered_is_carried() -> None:
    page = shown(form({"q": False}), {"q": None})
    assert page.one("input", name="~v/q")["value"] == "null"
    assert page.all(id="f-q--q") == []


def test_help_is_folded() -> None:
    element = shown(load(EVERY)).one(id="f-text--q")
    assert (
        element.one("details").words == "Giải thích Ví dụ."
        or "Ví dụ." in element.one("details").words
    )
    assert element.one(id="f-text--hint").words == "Đủ dấu."


def test_a_question_without_a_title_has_its_name() -> None:
    assert question({"type": "string"}, required=True).one("label").words == "q"


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string"},
        {"type": "string", "x-text": "exact"},
        {"type": "string", "maxLength": 500},
        {"type": "string", "x-widget": "tel"},
        {"type": "string", "format": "date"},
        {"type": "string", "format": "time"},
        {"type": "string", "format": "date-time"},
        {"enum": ["", " ", "a\r", "b"]},
    ],
)
@pytest.mark.parametrize("text", ["", " ", "a\r"])
def test_a_browser_lets_an_answer_go_that_no_control_can_hold(
    schema: dict[str, Any], text: str
) -> None:
    made = load({"type": "object", "properties": {"q": schema}, "required": ["q"]})
    assert held_back(render(made)) == ["/q"]
    html = render(made, {"q": text})
    assert held_back(html) == []
    assert submit(made, submitted_pairs(html)).answers == {"q": text}


def test_what_is_no_longer_in_use_says_so() -> None:
    assert "Câu này không còn dùng" in question({**TEXT, "deprecated": True}).words


def test_a_telephone_number_is_read_in_groups_and_typed_as_it_is_kept() -> None:
    made = form({"q": {**TEXT, "x-widget": "tel"}})
    assert shown(made, {"q": "0912345678"}).one(id="f-q")["value"] == "0912345678"
    assert shown(made, {"q": "0912345678"}, readonly=True).one(id="f-q").words == "0912 345 678"


def test_what_is_only_written_is_not_read() -> None:
    made = form({"q": {**TEXT, "writeOnly": True}})
    assert shown(made, {"q": "hoa"}).one(id="f-q")["value"] == "hoa"
    read = shown(made, {"q": "hoa"}, readonly=True)
    assert read.one(id="f-q").words == "Đã trả lời, không hiện ở đây"
    assert "hoa" not in read.words
    assert shown(made, {}, readonly=True).one(id="f-q").words == "Chưa trả lời"


@pytest.mark.parametrize(
    ("titles", "pair"),
    [
        (("Có", "Không"), True),
        (("Có", "Không rõ"), True),
        (("Có", "Của người nhà"), False),
        (("Có", "Không", "Khác"), False),
        (("Có",), False),
    ],
)
def test_two_short_choices_stand_side_by_side_as_yes_and_no_do(
    titles: tuple[str, ...], pair: bool
) -> None:
    options = [{"const": title.lower(), "title": title} for title in titles]
    page = shown(form({"again": {"title": "Nữa không?", "oneOf": options}}))
    assert ("yn" in page.one("div", class_="os").classes) == pair


def test_choices_with_a_hint_have_the_whole_line() -> None:
    options = [{"const": "a", "title": "Có", "description": "Ngay bây giờ."}, {"const": "b"}]
    page = shown(form({"again": {"title": "Nữa không?", "oneOf": options}}))
    assert page.one("div", class_="os").classes == ["os"]
