"""One household after the other: what stays the same isn't typed again, and nothing else stays."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.phoning import Ward, box, button, fills, received, send, visit, waits

pytestmark = pytest.mark.e2e
TEXT = {"type": "string"}
ROUND: dict[str, Any] = {
    "title": "Một vòng",
    "x-form": {"vocabulary": 1, "languages": ["vi"]},
    "type": "object",
    "required": ["house"],
    "properties": {
        "day": {"title": "Ngày nào?", "type": "string", "format": "date", "x-from": "today"},
        "area": {**TEXT, "title": "Khu phố nào?", "x-from": "area"},
        "kind": {"title": "Nhóm nào?", "enum": ["union", "official"], "x-from": "helper-kind"},
        "house": {**TEXT, "title": "Nhà nào?"},
        "street": {**TEXT, "title": "Đường nào?"},
    },
}


def kind(page: Page, value: str) -> Any:
    return page.locator(f"[name='/kind'][value='{value}']")


def test_the_next_household_keeps_area_and_helper_and_nothing_of_the_last(
    ward: Ward, page: Page
) -> None:
    form = ward.form(ROUND)
    today = datetime.now().astimezone().date().isoformat()
    visit(page, form.url)
    expect(box(page, "day")).to_have_value(today)
    expect(box(page, "area")).to_have_value("")
    box(page, "area").fill("Khu phố 5")
    page.locator("label:has([name='/kind'][value='official'])").click()
    box(page, "house").fill("12/3")
    box(page, "street").fill("Cô Giang")
    page.context.set_offline(True)
    send(page)
    waits(page)
    button(page, "next").click()
    expect(box(page, "area")).to_have_value("Khu phố 5")
    expect(kind(page, "official")).to_be_checked()
    expect(box(page, "day")).to_have_value(today)
    for name in ("house", "street"):
        expect(box(page, name)).to_have_value("")
    # what nobody touched is no draft
    assert len(fills(page)) == 1
    page.context.set_offline(False)
    box(page, "house").fill("14")
    send(page)
    received(page)
    form.wait(2)
    found = {each.answers["house"]: each.answers for each in form.stored}
    assert found["12/3"] == {
        "day": today,
        "area": "Khu phố 5",
        "kind": "official",
        "house": "12/3",
        "street": "Cô Giang",
    }
    assert found["14"] == {"day": today, "area": "Khu phố 5", "kind": "official", "house": "14"}
    visit(page, form.url)
    expect(box(page, "area")).to_have_value("Khu phố 5")


def test_a_link_fills_in_the_questions_that_it_names(ward: Ward, page: Page) -> None:
    form = ward.form(ROUND)
    visit(page, f"{form.url}?/street={quote('Lê Lợi')}&/kind=union&/nothing=1&~id=x&house=2")
    expect(box(page, "street")).to_have_value("Lê Lợi")
    expect(kind(page, "union")).to_be_checked()
    expect(box(page, "house")).to_have_value("")
    assert len(page.locator("[name='~id']").input_value()) == 32
    box(page, "house").fill("9")
    send(page)
    received(page)
    (stored,) = form.stored
    assert stored.answers["street"] == "Lê Lợi"
    assert stored.answers["kind"] == "union"
