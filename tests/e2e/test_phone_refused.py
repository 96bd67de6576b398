"""What the server says to a fill from a phone: problems, a clash, that it takes no more."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.phoning import (
    JSON,
    MESSAGES,
    Ward,
    box,
    button,
    fill,
    fills,
    keeps,
    like,
    online,
    own_id,
    ready,
    received,
    send,
    unfold,
    visit,
    wait_in,
    waiting,
    waits,
    words,
)
from tests.web.filling import VISIT

pytestmark = pytest.mark.e2e


def test_problems_stand_at_their_places(ward: Ward, page: Page) -> None:
    form = ward.form({**VISIT, "properties": {**VISIT["properties"], **MESSAGES}})
    visit(page, form.url)
    # without the rules that the page carries, the server is the first to judge
    page.evaluate(
        "() => document.querySelectorAll('[data-rules]')"
        ".forEach(x => x.removeAttribute('data-rules'))"
    )
    fill(page, "mười hai")
    page.locator("[name='/again'][value='true']").check(force=True)
    send(page)
    expect(page.locator(".sum")).to_be_focused()
    expect(page.locator("#f-house--error")).not_to_be_empty()
    expect(box(page)).to_have_value("mười hai")
    expect(page.locator("[name='/again'][value='true']")).to_be_checked()
    (kept,) = fills(page)
    assert "body" not in kept
    box(page).fill("12")
    send(page)
    received(page)
    assert form.houses == ["12"]
    assert fills(page) == []


def test_the_summary_goes_on_with_what_is_left(ward: Ward, page: Page) -> None:
    number = {"title": "Mã", "type": "string", "pattern": "^[0-9]+$"}
    form = ward.form(
        {
            **VISIT,
            "properties": {
                **VISIT["properties"],
                **MESSAGES,
                **{f"n{n}": {**number, "title": f"Mã {n}"} for n in range(6)},
            },
        }
    )
    visit(page, form.url)
    page.evaluate(
        "() => document.querySelectorAll('[data-rules]')"
        ".forEach(x => x.removeAttribute('data-rules'))"
    )
    for name in ("house", *(f"n{n}" for n in range(6))):
        box(page, name).fill("chữ")
    send(page)
    heading = page.locator(".sum h2")
    lines = page.locator(".sum li")
    expect(heading).to_have_text("Còn 7 chỗ cần xem lại")
    box(page).fill("12")
    box(page).blur()
    expect(heading).to_have_text("Còn 6 chỗ cần xem lại")
    expect(lines).to_have_count(6)
    expect(page.locator(".sum .btn")).to_have_count(0)
    expect(page.locator(".sum summary")).to_have_text("Xem 2 chỗ nữa")
    # it isn't read out with each of them
    expect(page.locator(".sum")).to_have_attribute("role", "group")
    # a page that is loaded again says the same, and goes on with it
    keeps(page, "12")
    page.reload()
    ready(page)
    expect(heading).to_have_text("Còn 6 chỗ cần xem lại")
    for n in range(4, 6):
        box(page, f"n{n}").fill("1")
        box(page, f"n{n}").blur()
    expect(page.locator(".sum details")).to_have_count(0)
    expect(heading).to_have_text("Còn 4 chỗ cần xem lại")
    for n in range(4):
        box(page, f"n{n}").fill("1")
        box(page, f"n{n}").blur()
    expect(page.locator(".sum")).to_have_count(0)
    send(page)
    received(page)
    assert form.houses == ["12"]


def test_problems_of_what_went_later_are_shown_when_it_is_opened(ward: Ward, page: Page) -> None:
    form = ward.form({**VISIT, "properties": {**VISIT["properties"], **MESSAGES}})
    visit(page, form.url)
    page.evaluate(
        "() => document.querySelectorAll('[data-rules]')"
        ".forEach(x => x.removeAttribute('data-rules'))"
    )
    fill(page, "mười hai")
    ward.line.cut()
    send(page)
    waits(page)
    button(page, "next").click()
    ward.line.open()
    online(page)
    expect(waiting(page)).to_have_text(like(page, "drafts", 1))
    unfold(page)
    button(page, "resume").click()
    expect(box(page)).to_have_value("mười hai")
    expect(page.locator("#f-house--error")).not_to_be_empty()
    box(page).fill("12")
    send(page)
    received(page)
    assert form.houses == ["12"]


def test_sent_before_with_other_answers_is_a_choice(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "một")
    fill_id = page.locator("[name='~id']").input_value()
    send(page)
    received(page)
    for house, later in (("hai", False), ("ba", True)):
        visit(page, form.url)
        page.evaluate("id => { document.querySelector('[name=\"~id\"]').value = id; }", fill_id)
        fill(page, house)
        if later:
            ward.line.cut()
            send(page)
            waits(page)
            ward.line.open()
            online(page)
            expect(page.locator("aside.phone li .w")).to_have_text(words(page)["clash"])
            button(page, "again").click()
            expect(box(page)).to_have_value(house)
            assert page.locator("[name='~id']").input_value() != fill_id
        else:
            send(page)
            expect(page.locator(".sum")).to_be_focused()
            expect(box(page)).to_have_value(house)
        send(page)
        received(page)
    assert form.houses == ["một", "hai", "ba"]
    assert fills(page) == []


@pytest.mark.parametrize("how", ["stopped", "gone"])
def test_a_form_that_takes_no_more_keeps_what_was_filled_in(
    ward: Ward, page: Page, how: str, tmp_path: Path
) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "muộn")
    if how == "stopped":
        form.stop()
    else:
        told = {"status": 404, "message": "Không có phiếu nào ở địa chỉ này."}
        ward.between.lie = lambda asked: (
            404,
            JSON,
            json.dumps({**told, "id": own_id(asked["body"])}),
        )
    send(page)
    waits(page, "refused")
    (kept,) = fills(page)
    expect(page.locator("main section")).to_contain_text(kept["why"])
    assert kept["why"]
    unfold(page)
    with page.expect_download() as got:
        button(page, "file").click()
    assert got.value.suggested_filename.startswith("formkit-")
    got.value.save_as(tmp_path / "file.json")
    file = json.loads((tmp_path / "file.json").read_text("utf-8"))
    assert (file["formkit"], file["vocabulary"]) == ("fills", 1)
    (one,) = file["fills"]
    assert set(one) == {"id", "path", "body", "at"}
    assert (one["id"], one["path"]) == (own_id(one["body"]), f"/f/{form.slug}")
    assert parse_qs(one["body"])["/house"] == ["muộn"]
    # it is the person who takes it away, and is asked before
    online(page)
    page.wait_for_timeout(100)
    assert len(fills(page)) == 1
    page.once("dialog", lambda dialog: dialog.dismiss())
    button(page, "drop").click()
    assert len(fills(page)) == 1
    page.once("dialog", lambda dialog: dialog.accept())
    button(page, "drop").click()
    wait_in(page, lambda: fills(page) == [])
    assert form.stored == []


def test_a_draft_of_a_stopped_form_is_finished_on_its_page(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    page = open_page(service_workers="block")
    form = ward.form()
    visit(page, form.url)
    fill(page, "dở dang")
    form.stop()
    page.goto(form.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("không nhận")
    unfold(page)
    button(page, "resume").click()
    expect(box(page)).to_have_value("dở dang")
    send(page)
    waits(page, "refused")
    (kept,) = fills(page)
    assert kept["why"]
    expect(page.locator("aside.phone li b")).to_contain_text("dở dang")
    unfold(page)
    expect(button(page, "file").first).to_be_visible()
    assert form.stored == []
