"""What formkit's own templates make of the lines that they are written in."""

from traceback import extract_tb

import pytest
from jinja2 import DictLoader, UndefinedError

import formkit
from formkit.page.render import Renderer, render_page
from tests.page.dom import Element, parse
from tests.page.making import EVERY, FILLED, SCALE, TEXT, form, shown

WHERE = {"check": "/check"}
LANGUAGES = {"vi": "?lang=vi", "en": "?lang=en"}


def blanks(element: Element) -> list[str]:
    """The texts between elements that say nothing, and aren't the space that parts two words."""
    texts = [each for each in element.inside if isinstance(each, str)]
    found = [each for each in texts if not each.strip() and each != " "]
    return found + [each for one in element.walk() for each in blanks(one)]


@pytest.mark.parametrize("answers", [None, FILLED])
@pytest.mark.parametrize("readonly", [False, True])
def test_a_page_has_no_node_for_the_lines_of_its_templates(
    answers: dict[str, object] | None, readonly: bool
) -> None:
    html = render_page(
        formkit.load(EVERY),
        answers,
        problems=[formkit.Problem("/mail", "format", {"format": "email"})],
        urls=WHERE,
        languages=LANGUAGES,
        other_step="?step=question",
        readonly=readonly,
    )
    assert blanks(parse(html)) == []


def test_words_that_stand_in_one_line_are_parted_without_a_stylesheet() -> None:
    asked = {
        "sure": {"type": "boolean", "title": "?"},
        "few": {"enum": ["a", "b"], "title": "?"},
        "tasks": {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b"]}},
        "five": SCALE,
    }
    page = shown(form(asked, required=["sure", "few"]))
    for options in page.all("div", class_="os"):
        labels = options.all("label")
        together = "".join(each.text for each in labels)
        assert together.split() == " ".join(each.text for each in labels).split()
        assert len(labels) > 1
    html = render_page(formkit.load(EVERY), languages=LANGUAGES, other_step="?step=question")
    assert parse(html).one("nav").words == "Chữ to Tiếng Việt English"


def test_what_was_typed_keeps_its_lines() -> None:
    long = {"type": "string", "x-widget": "textarea"}
    page = shown(form({"long": long}), {"long": "<a>\n<b>\n\n{c}\n{d}"})
    assert page.one("textarea").text == "\n<a>\n<b>\n\n{c}\n{d}"


def test_a_sentence_of_several_lines_keeps_them() -> None:
    page = shown(form({"a": {**TEXT, "description": "<một>\n<hai>\n{ba}\n{bốn}"}}))
    assert page.one("div", class_="hint").text == "<một>\n<hai>\n{ba}\n{bốn}"


def test_a_template_of_the_host_stays_as_it_is_written() -> None:
    own = {"fields/text.html": '<b>\n</b>\n\n<input name="{{ f.name }}">\n<i>\n</i>'}
    html = Renderer(templates=[DictLoader(own)]).render(form({"a": TEXT}))
    assert '<b>\n</b>\n\n<input name="/a">\n<i>\n</i></div>' in html


def test_a_fault_is_told_at_its_line_of_the_template() -> None:
    template = Renderer().environment.get_template("document.html")
    with pytest.raises(UndefinedError) as raised:
        template.render(_=str, language="vi", step="", failed=False)
    (place,) = [each for each in extract_tb(raised.tb) if each.filename == template.filename]
    assert "{{ title }}" in (place.line or "")
