"""Schemas that weren't written for forms, in a real browser: chosen, filled in, sent."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import formkit
from formkit.page.assets import asset
from formkit.testing.answering import same_answers
from tests.conftest import Site
from tests.e2e.hosting import Host
from tests.suite import MAIN, UNREACHED, cases, suite_folder

pytestmark = pytest.mark.e2e

REAL = Path(__file__).parent.parent / "real"
SAMPLES = sorted(REAL.glob("*.answers*.json"))

# What these answer in branches that aren't asked.
PRUNED = {"contract.answers-3.json"}

# So many instances of the official suite go through a browser, evenly taken.
INSTANCES = 200

HTML = (
    "<!doctype html><meta charset=utf-8><title>t</title><link rel=icon href=data:,>"
    "<script defer src=/formkit.js></script>"
)
# Puts a form on the page, tells what is posted before the script begins, and after.
SENT = """html => {
    document.body.innerHTML = html;
    const form = document.forms[0];
    const before = [...new FormData(form)];
    formkit.start(form);
    return [before, [...new FormData(form)]];
}"""

CONTACT: dict[str, Any] = {
    "title": "Mọi kiểu",
    "type": "object",
    "properties": {
        "contact": {
            "title": "Liên hệ",
            "type": "object",
            "oneOf": [
                {
                    "title": "Điện thoại",
                    "properties": {"phone": {"type": "string", "title": "Số điện thoại"}},
                    "required": ["phone"],
                },
                {
                    "title": "Thư điện tử",
                    "properties": {"mail": {"type": "string", "title": "Địa chỉ thư"}},
                    "required": ["mail"],
                },
            ],
        },
        "port": {"title": "Cổng", "type": ["string", "integer", "null", "array"]},
        "env": {
            "title": "Biến",
            "type": "object",
            "additionalProperties": {"type": "string", "title": "Giá trị"},
        },
        "tree": {"$ref": "#/$defs/tree"},
    },
    "required": ["contact"],
    "$defs": {
        "tree": {
            "title": "Cây",
            "type": "object",
            "properties": {
                "name": {"type": "string", "title": "Tên nhánh"},
                "next": {"$ref": "#/$defs/tree"},
            },
        }
    },
}


@pytest.fixture
def bare(page: Page, site: Site) -> Page:
    """A page with the script and without a form."""
    page.goto(site({"/": HTML.encode(), "/formkit.js": asset("formkit.js").content}))
    return page


def instances(corpora: Path) -> Iterator[tuple[str, formkit.Form, dict[str, Any]]]:
    found = [
        case
        for case in cases(suite_folder(corpora), MAIN)
        if case.valid and case.name not in UNREACHED
    ]
    step = len(found) / INSTANCES
    for number in range(INSTANCES):
        case = found[int(number * step)]
        yield case.name, case.form, case.answers


def test_instances_of_the_official_suite_come_back(corpora: Path, bare: Page) -> None:
    changed = []
    for name, form, answers in instances(corpora):
        for pairs in bare.evaluate(SENT, formkit.render(form, answers)):
            back = formkit.submit(form, [tuple(pair) for pair in pairs], base=answers)
            if not same_answers(back.answers, answers):
                changed.append((name, back.answers))
    assert changed == []


@pytest.mark.parametrize(
    "sample",
    # The richest of each schema in every run, the others where there is time for them.
    [
        pytest.param(path, marks=[] if path.name.endswith(".answers.json") else pytest.mark.long)
        for path in SAMPLES
    ],
    ids=lambda path: path.stem,
)
@pytest.mark.parametrize(
    "script",
    # Before its script began, a page without any was sent in the test above.
    [True, pytest.param(False, marks=pytest.mark.long)],
    ids=["script", "no-script"],
)
def test_a_real_schema_is_finished_and_sent(
    open_page: Callable[..., Page], host: Callable[..., Host], sample: Path, script: bool
) -> None:
    form = formkit.load(REAL / f"{sample.name.partition('.')[0]}.schema.json")
    answers = json.loads(sample.read_text("utf-8"))
    hosted = host(form, answers=answers)
    page = open_page(java_script_enabled=script)
    page.goto(hosted.origin)
    with page.expect_request(lambda request: request.method == "POST"):
        page.locator("button.main").click()
    page.wait_for_load_state()
    back = formkit.submit(form, hosted.posted[-1], base=answers)
    # What only a branch declares that isn't asked is on no page.
    if sample.name not in PRUNED:
        assert back.ok
        assert same_answers(back.answers, answers)


def chosen(page: Page, name: str, text: str) -> None:
    page.locator(f"[name='{name}'][value='{text}']").check()


def test_a_branch_is_chosen_and_what_was_typed_in_another_comes_back(
    host: Callable[..., Host], page: Page
) -> None:
    hosted = host(CONTACT)
    page.goto(hosted.origin)
    phone, mail = page.locator("[name='/contact/phone']"), page.locator("[name='/contact/mail']")
    assert not phone.is_visible()
    chosen(page, "~b/contact", "0")
    phone.fill("0912345678")
    assert not mail.is_visible()
    chosen(page, "~b/contact", "1")
    mail.wait_for()
    assert not phone.is_visible()
    mail.fill("an@example.vn")
    chosen(page, "~b/contact", "0")
    phone.wait_for()
    assert phone.input_value() == "0912345678"
    page.locator("button.main").click()
    page.wait_for_load_state()
    assert hosted.got == {"contact": {"phone": "0912345678"}}


def test_what_is_chosen_for_a_list_says_what_its_rows_are(
    host: Callable[..., Host], page: Page
) -> None:
    lists = [{"type": "array", "items": {"type": kind}} for kind in ("integer", "boolean")]
    hosted = host({"type": "object", "properties": {"l": {"anyOf": lists}}}, answers={"l": [1]})
    page.goto(hosted.origin)
    page.locator("details").evaluate_all("rows => rows.forEach(row => (row.open = true))")
    assert page.locator("[name='/l/0']").input_value() == "1"
    page.locator("button.main").click()
    page.wait_for_load_state()
    assert hosted.got == {"l": [1]}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("string", "00001", "00001"), ("number", "80", 80), ("null", "", None), ("array", "", [])],
)
def test_the_kind_of_an_answer_is_chosen(
    host: Callable[..., Host], page: Page, kind: str, text: str, value: Any
) -> None:
    hosted = host({"type": "object", "properties": {"port": CONTACT["properties"]["port"]}})
    page.goto(hosted.origin)
    page.locator("[name='~t/port']").select_option(kind)
    control = page.locator("[name='/port']")
    control.wait_for(state="visible" if text else "hidden")
    if text:
        control.fill(text)
    page.locator("button.main").click()
    page.wait_for_load_state()
    assert hosted.got == {"port": value}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_entry_is_added_and_named(
    open_page: Callable[..., Page], host: Callable[..., Host], script: bool
) -> None:
    hosted = host({"type": "object", "properties": {"env": CONTACT["properties"]["env"]}})
    page = open_page(java_script_enabled=script)
    page.goto(hosted.origin)
    for number, (name, text) in enumerate([("HOME", "/root"), ("PATH", "/bin")]):
        page.get_by_role("button", name="Thêm mục").click()
        page.locator(f"[name='~k/env/{number}']").fill(name)
        page.locator(f"[name='/env/{number}']").fill(text)
    page.locator("button.main").click()
    page.wait_for_load_state()
    assert hosted.got == {"env": {"HOME": "/root", "PATH": "/bin"}}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_what_holds_itself_is_opened_one_level_at_a_time(
    open_page: Callable[..., Page], host: Callable[..., Host], script: bool
) -> None:
    hosted = host(
        {
            "type": "object",
            "properties": {"tree": {"$ref": "#/$defs/tree"}},
            "$defs": CONTACT["$defs"],
        }
    )
    page = open_page(java_script_enabled=script)
    page.goto(hosted.origin)
    page.locator("[name='/tree/name']").fill("một")
    for level in (1, 2):
        page.get_by_role("button", name="Điền thêm phần này").click()
        name = "/tree" + "/next" * level + "/name"
        page.locator(f"[name='{name}']").fill(f"nhánh {level}")
    page.locator("button.main").click()
    page.wait_for_load_state()
    inner = {"name": "nhánh 1", "next": {"name": "nhánh 2"}}
    assert hosted.got == {"tree": {"name": "một", "next": inner}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    open_page: Callable[..., Page], host: Callable[..., Host], scheme: str
) -> None:
    answers = {"contact": {"phone": ""}, "port": [1], "env": {"A": "b"}, "tree": {"next": {}}}
    page = open_page(color_scheme=scheme)
    page.goto(host(CONTACT, answers=answers).origin)
    assert Axe().run(page).response["violations"] == []
    page.goto(host(CONTACT).origin)
    assert Axe().run(page).response["violations"] == []
    page.locator("button.main").click()
    page.locator(".sum").wait_for()
    assert Axe().run(page).response["violations"] == []
