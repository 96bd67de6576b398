"""The page as a whole: what the contract says of its structure, names, ids and branches."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from jinja2 import DictLoader

from formkit.definition.form import Form
from formkit.definition.load import load
from formkit.errors import Problem
from formkit.filling.submission import submit
from formkit.page.render import Renderer, render, render_message, render_page
from tests.page.dom import Element, parse
from tests.page.making import EVERY, FILLED, TEXT, form, shown

CONTROLS = ("input", "select", "textarea")


@pytest.fixture(scope="module")
def every() -> Form:
    return load(EVERY)


PAGES = {
    "blank": {},
    "filled": {"answers": FILLED},
    "failed": {
        "answers": {**FILLED, "five": 9, "mail": "a@"},
        "problems": [
            Problem("/mail", "format", {"format": "email"}),
            Problem("/five", "maximum", {"limit": 5}),
            Problem("/people/1/a b", "minLength", {"limit": 2}),
            Problem("/tasks", "minItems", {"limit": 2}),
            Problem("/address", "minProperties", {"limit": 1}),
            Problem("/nowhere", "required"),
        ],
    },
    "prefixed": {"answers": FILLED, "prefix": "two-"},
    "readonly": {"answers": FILLED, "readonly": True},
    "english": {"answers": FILLED, "language": "en"},
}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, every: Form) -> Element:
    return shown(every, **PAGES[request.param])


def visible(page: Element) -> Iterator[Element]:
    for each in page.walk(templates=False):
        if each.tag in CONTROLS and each.get("type") != "hidden":
            yield each


def test_ids_are_unique(page: Element) -> None:
    ids = Counter(each["id"] for each in page.walk(templates=False) if each.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []


def test_what_an_attribute_names_is_there(page: Element) -> None:
    ids = {each["id"] for each in page.walk() if each.get("id")}
    for each in page.walk():
        for name in ("aria-describedby", "aria-labelledby", "for"):
            assert set((each.get(name) or "").split()) <= ids
        if (each.get("href") or "").startswith("#"):
            assert each["href"][1:] in ids


def test_every_control_has_a_name_and_words(page: Element) -> None:
    labels = {each["for"] for each in page.all("label", templates=True) if each.get("for")}
    for each in visible(page):
        assert each.get("name")
        inside = [above for above in each.above() if above.tag == "label"]
        assert each.get("id") in labels or (inside and inside[0].words)


def test_there_is_no_style_script_or_handler(page: Element) -> None:
    for each in page.walk():
        assert each.tag not in ("script", "style")
        assert not [
            name for name in each.attrs if name == "style" or name.startswith(("on", "hx-"))
        ]


def test_only_constraints_that_the_server_has_too(page: Element) -> None:
    for each in visible(page):
        assert each.get("type") in (
            None,
            "tel",
            "date",
            "time",
            "datetime-local",
            "radio",
            "checkbox",
        )
        assert {"maxlength", "minlength", "pattern", "min", "max", "disabled"}.isdisjoint(
            each.attrs
        )
        if each.get("required") is not None:
            around = [
                above for above in each.above() if "b" in above.classes or "row" in above.classes
            ]
            assert around == []


def test_the_first_element_takes_enter(every: Form) -> None:
    page = shown(every)
    first = next(page.walk())
    assert first.tag == "button"
    assert first.attrs.keys() == {"class", "tabindex", "aria-hidden"}
    assert (first["tabindex"], first["aria-hidden"], first.text) == ("-1", "true", "")
    assert not {"novalidate", "autocomplete"} & page.attrs.keys()


def test_the_marks_of_the_form(every: Form) -> None:
    page = shown(every, hidden=[("token", 'a"b')], action="/f/x?g=1&h=2")
    values = {each["name"]: each["value"] for each in page.all("input", type="hidden")}
    assert values["~form"] == every.sha256
    assert (values["~id"], values["~at"], values["~lang"]) == ("", "", "vi")
    assert values["token"] == 'a"b'
    assert (page["method"], page["action"]) == ("post", "/f/x?g=1&h=2")
    adds = page.all("button", name="~do", value="add /people")
    assert adds[0]["formaction"] == "/f/x?g=1&h=2#f-people--last"
    assert "formnovalidate" in adds[0].attrs


def test_names_and_ids_come_from_the_pointer() -> None:
    made = form({"a/b~c": TEXT, "x": {"type": "object", "properties": {"y_1": TEXT, "%": TEXT}}})
    page = shown(made)
    names = {each["name"]: each["id"] for each in page.all("input") if each.get("id")}
    assert names["/x/y_1"] == "f-x-y_1"
    assert names["/a~1b~0c"].startswith("h-")
    assert names["/x/%25"].startswith("h-")


def test_a_prefix_goes_before_every_id(every: Form) -> None:
    page = shown(every, FILLED, prefix="p2-")
    assert all(each["id"].startswith("p2-") for each in [page, *page.walk()] if each.get("id"))


def test_a_blank_page_is_made_once(every: Form) -> None:
    assert render(every) is render(every)
    assert render(every, action="/a") is render(every, action="/a")
    assert render(every, action="/a") != render(every, action="/b")


def test_a_page_is_made_once_by_many_threads() -> None:
    for number in range(5):
        made = form({"a": TEXT, "b": {"type": "integer", "title": str(number)}})
        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(lambda n, made=made: render(made, {"a": str(n)}), range(32)))
        for n, html in enumerate(pages):
            assert parse(html).one("input", name="/a")["value"] == str(n)


def test_languages_from_anywhere_keep_few_pages(every: Form) -> None:
    pages = {render(every, {}, language=f"x-{n}") for n in range(80)}
    assert len(pages) == 1


def test_sections(every: Form) -> None:
    page = shown(every)
    section = page.all("section")[0]
    assert section.one("h2").text == "Phần một"
    assert section["aria-labelledby"] == section.one("h2")["id"]
    assert [each["name"] for each in section.all("input")][:1] == ["/text"]
    assert page.one("h1").text == "Mọi loại câu hỏi"
    assert "khoảng 2 phút" in page.one("header").words


def test_a_question_is_checked_where_the_host_can(every: Form) -> None:
    page = shown(every, FILLED, urls={"check": "/check?f=1"})
    assert page["hx-trigger:inherited"] == "change delay:200ms"
    assert page["hx-target:inherited"] == "find .err"
    assert page.one(id="f-text--q")["hx-post"] == "/check?f=1&q=/text"
    asked = {each["hx-post"] for each in page.walk() if each.get("hx-post")}
    (key,) = [t["data-key"] for t in page.all("template") if t.parent["id"] == "f-people"]
    assert {f"/check?f=1&q=/people/{row}/a%20b" for row in ("0", "1", key)} <= asked
    assert "/check?f=1&q=/people/0/pets/1" in asked
    for each in page.all(class_="q"):
        if each.get("hx-post"):
            assert not [above for above in each.above() if above.get("hx-post")]
            assert (
                "err"
                in next(
                    e for e in each.walk() if e.get("id") == each["id"][:-3] + "--error"
                ).classes
            )
    plain = shown(every, FILLED, urls={"check": "/check"})
    assert plain.one(id="f-text--q")["hx-post"] == "/check?q=/text"
    readonly = shown(every, FILLED, urls={"check": "/check"}, readonly=True)
    assert not [each for each in readonly.walk() if each.get("hx-post")]
    document = parse(render_page(every, urls={"check": "/check"}))
    (script,) = document.all("script")
    assert (script["src"], script["data-htmx"]) == ("/static/formkit.js", "/static/htmx.js")
    assert "includeIndicatorCSS" in document.one("meta", name="htmx-config")["content"]


def test_words_that_fell_back_say_their_language() -> None:
    made = form(
        {"a": {**TEXT, "x-i18n": {"en": {"title": "Name"}}}, "b": {**TEXT, "title": "Tuổi"}},
        **{"x-form": {"vocabulary": 1, "languages": ["vi", "en"]}},
    )
    page = shown(made, language="en")
    assert page["lang"] == page["data-lang"] == "en"
    first, second = page.all("label")
    assert (first.text.split()[0], first.get("lang")) == ("Name", None)
    assert (second.text.split()[0], second.get("lang")) == ("Tuổi", "vi")


def test_a_submission_comes_back_as_it_was_typed(every: Form) -> None:
    pairs = [
        ("~lang", "vi"),
        ("~id", "abc"),
        ("~at", "2026-01-01T00:00:00+07:00"),
        ("/text", " An "),
        ("/whole", "3,x"),
        ("/few", "zzz"),
        ("/many", "strange"),
        ("/tasks", "q"),
        ("/day", "5/3/2026"),
        ("/people/7/name", "Bình"),
        ("/people/9/name", ""),
        ("/again", "2026-04-01"),
    ]
    sent = submit(every, pairs)
    page = shown(every, sent)
    values = {
        (each["name"], each["value"])
        for each in page.all("input")
        if each.get("type") not in ("radio", "checkbox") or "checked" in each.attrs
        if each.get("value")
    }
    assert {
        ("~id", "abc"),
        ("/text", " An "),
        ("/whole", "3,x"),
        ("/few", "zzz"),
        ("/tasks", "q"),
    } <= values
    assert {("/day", "5/3/2026"), ("/again", "2026-04-01"), ("/people/7/name", "Bình")} <= values
    assert page.one("input", name="/day").get("type") is None
    assert [each["value"] for each in page.all("option") if "selected" in each.attrs] == ["strange"]
    assert len(page.one(id="f-people").all("details", class_="row")) == 2


def test_numbers_follow_the_language_of_the_page(every: Form) -> None:
    sent = submit(every, [("~lang", "vi"), ("/real", "3,5"), ("/whole", "1.234")])
    typed = shown(every, sent)
    assert (typed.one("input", name="/real")["value"], typed["data-lang"]) == ("3,5", "vi")
    assert typed.one("input", name="/whole")["value"] == "1.234"
    turned = shown(every, sent, language="en")
    assert (turned.one("input", name="/real")["value"], turned["data-lang"]) == ("3.5", "en")
    assert turned.one("input", name="/whole")["value"] == "1234"
    unread = submit(every, [("~lang", "vi"), ("/real", "ba")])
    assert shown(every, unread, language="en").one("input", name="/real")["value"] == "ba"


def test_a_page_to_read_has_no_controls(every: Form) -> None:
    page = shown(every, {**FILLED, "yes": False}, readonly=True)
    assert (
        page.all("input") == page.all("select") == page.all("textarea") == page.all("button") == []
    )
    assert "Khi nào?" not in page.text
    said = {each["id"]: each.words for each in page.all("p", class_="ro") if each.get("id")}
    assert said["f-day"] == "05/03/2026"
    assert said["f-five"] == "4 – Hài lòng"
    assert said["f-tasks"] == "Ích"
    assert said["f-yes"] == "Không"
    assert said["f-agree"] == "Có"
    assert said["f-whole"] == "1.234.567"
    empty = shown(every, {}, readonly=True)
    assert empty.one("p", id="f-text").words == "Chưa trả lời"


def test_read_only_questions_carry_their_value(every: Form) -> None:
    page = shown(every, FILLED)
    assert page.one("p", id="f-kept").text == "B-2"
    assert (
        page.one("input", name="/kept").attrs.items() >= {"type": "hidden", "value": "B-2"}.items()
    )


def test_a_message_alone(every: Form) -> None:
    sent = submit(
        every, [("~lang", "vi"), ("/mail", "a@"), ("/people/4/name", ""), ("/people/4/a b", "x")]
    )
    assert parse(render_message(every, sent, "/mail")).one("span", class_="e").text
    assert parse(render_message(every, sent, "/people/4/name")).one("span", class_="e").text
    assert render_message(every, sent, "/web") == ""
    assert render_message(every, sent, "no pointer") == ""


def test_a_whole_document(every: Form) -> None:
    document = parse(
        render_page(every, static="/s/", languages={"vi": "?lang=vi", "en": "?lang=en", "qqq": "?"})
    )
    assert document.one("html")["lang"] == "vi"
    assert document.one("title").text == "Mọi loại câu hỏi"
    assert document.one("link", rel="icon")["href"] == "data:,"
    assert "width=device-width" in document.one("meta", name="viewport")["content"]
    script = document.one("script")
    assert (script["src"], script.get("defer")) == ("/s/formkit.js", "")
    assert document.one("nav").one("b").text == "Tiếng Việt"
    assert [(a.text, a["href"]) for a in document.one("nav").all("a")] == [
        ("English", "?lang=en"),
        ("qqq", "?"),
    ]
    failed = parse(render_page(every, {}, problems=[Problem("/text", "required")]))
    assert failed.one("title").text == "Cần xem lại: Mọi loại câu hỏi"
    warned = parse(
        render_page(every, {}, problems=[Problem("/text", "x-recommended", {}, "warning")])
    )
    assert warned.one("title").text == "Mọi loại câu hỏi"
    assert parse(render_page(form({"a": TEXT}))).one("title").text == "Phiếu"
    assert parse(render_page(every, FILLED, readonly=True)).all("script") == []


def test_a_host_replaces_one_template(tmp_path: Path, every: Form) -> None:
    (tmp_path / "fields").mkdir()
    (tmp_path / "fields/text.html").write_text(
        '<input name="{{ f.name }}" id="{{ f.id }}" class="mine"{{ f.value }}>'
    )
    renderer = Renderer(templates=[tmp_path])
    page = parse(renderer.render(every, FILLED))
    assert (
        page.one("input", name="/text").attrs.items()
        >= {"class": "mine", "value": FILLED["text"]}.items()
    )
    assert page.one("textarea", name="/long")
    assert "mine" not in parse(render(every, FILLED)).one("input", name="/text").classes


def test_a_host_adds_a_widget() -> None:
    templates = {
        "fields/stars.html": "<b class='stars'>"
        "{% for o in f.options %}{{ o.checked }},{% endfor %}</b>"
    }
    renderer = Renderer(templates=[DictLoader(templates)])
    made = form(
        {"a": {"enum": ["x", "y"], "x-widget": "stars"}, "b": {**TEXT, "x-widget": "stars"}}
    )
    page = parse(renderer.render(made, {"a": "y"}))
    assert [each.text for each in page.all("b", class_="stars")] == [", checked,", ""]
    assert len(parse(render(made)).all("input", name="/a")) == 3


def test_a_host_replaces_words(tmp_path: Path) -> None:
    folder = tmp_path / "vi/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "formkit.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Send the form"\nmsgstr "Nộp phiếu"\n',
        encoding="utf-8",
    )
    renderer = Renderer(catalogues=[tmp_path])
    made = form({"a": TEXT})
    assert parse(renderer.render(made)).one("button", class_="main").text == "Nộp phiếu"
    assert parse(render(made)).one("button", class_="main").text == "Gửi phiếu"
