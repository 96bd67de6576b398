"""The results: counts by day, the latest responses, and one to read, personal answers covered."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import pytest
from starlette.testclient import TestClient

from formkit.store.erasing import erase
from formkit.store.events import events
from formkit.store.personal import ended
from formkit.store.tables import revision
from formkit.web import application
from formkit.web.host import Host
from tests.page.dom import Element, parse
from tests.web.filling import HERE
from tests.web.staff import ANSWERS, CARE, SECRET, come_in, publish_care, sent

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=timezone(timedelta(hours=7)))
DAY = timedelta(days=1)


@pytest.fixture
def host(hosting: Callable[..., Host]) -> Host:
    made = hosting()
    made.now = lambda: NOW
    return made


@pytest.fixture
def staff(host: Host) -> Iterator[TestClient]:
    """Somebody who came in."""
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        come_in(client, host)
        yield client


def cells(page: str, name: str) -> list[list[str]]:
    """The lines of the table with that class, as they read."""
    return [
        [cell.words for cell in row.walk() if cell.tag in ("th", "td")]
        for table in parse(page).all("table")
        if name in table.classes
        for row in table.all("tr")
    ]


# ---- forms and their counts


def test_each_form_has_its_counts(staff: TestClient, host: Host) -> None:
    each = publish_care(host)
    for ago in (0, 0, 1, 6, 7, 40):
        sent(host, each, at=NOW - ago * DAY - timedelta(seconds=ago))
    # 23:59 of the day before is another day, though it was less than ten hours ago
    sent(host, each, at=NOW.replace(hour=23, minute=59) - DAY)
    lines = cells(staff.get("/w").text, "list")
    assert lines[0] == ["Phiếu", "Hôm nay", "7 ngày", "Tất cả", "Tình trạng"]
    (care,) = (line for line in lines if line[0] == "Chăm sóc")
    assert care == ["Chăm sóc", "2 Hôm nay", "5 7 ngày", "7 Tất cả", "Đang nhận"]


def test_the_bars_tell_every_day_with_its_number(staff: TestClient, host: Host) -> None:
    each = publish_care(host)
    for ago in (0, 1, 1, 1, 1, 13, 14):
        sent(host, each, at=NOW - ago * DAY)
    page = staff.get("/w/forms/care").text
    lines = cells(page, "bars")
    assert lines[0] == ["Ngày", "Phiếu đã gửi"]
    assert len(lines) == 1 + 14
    assert lines[1:4] == [["Th 4 25/11", "1"], ["Th 3 24/11", "4"], ["Th 2 23/11", "0"]]
    assert lines[-1] == ["Th 5 12/11", "1"]
    assert "Từ 12/11/2026 đến 25/11/2026: 6 phiếu đã gửi" in page
    # the longest leaves room for its number; a day with nothing has no bar
    assert re.findall(r'<svg width="([\d.]+)%"', page) == ["20.0", "80.0", "20.0"]
    assert "7 phiếu đã gửi" in staff.get("/w/forms/care?days=30").text
    assert len(cells(staff.get("/w/forms/care?days=x").text, "bars")) == 15


def test_a_form_that_nobody_sent_says_where_it_is(staff: TestClient) -> None:
    page = staff.get("/w/forms/poll").text
    assert "Chưa ai gửi phiếu này" in page
    assert '<a href="/f/poll">' in page
    assert "Chưa ai gửi phiếu" in staff.get("/w/answers").text


def test_an_empty_store_says_how_to_begin(tmp_path_factory: pytest.TempPathFactory) -> None:
    from formkit.web import Settings

    host = Host(Settings(data=tmp_path_factory.mktemp("empty") / "data", log="faults"))
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        come_in(client, host)
        assert "Chưa có phiếu nào" in client.get("/w").text


def test_a_form_is_stopped_and_opened_again(staff: TestClient, host: Host) -> None:
    stopped = staff.post("/w/forms/poll/state", data={"state": "stopped"})
    assert stopped.headers["location"] == "/w/forms/poll#state"
    assert staff.get("/f/poll").status_code == 410
    assert "Đã dừng nhận" in staff.get("/w/forms/poll").text
    staff.post("/w/forms/poll/state", data={"state": "nonsense"})
    assert staff.get("/f/poll").status_code == 410
    staff.post("/w/forms/poll/state", data={"state": "open"})
    assert staff.get("/f/poll").status_code == 200
    assert _events(host) == [("stopped", "poll", ()), ("reopened", "poll", ())]


@pytest.mark.parametrize("path", ["/w/forms/nothing", "/w/answers?form=nothing"])
def test_a_form_that_is_not_there(staff: TestClient, path: str) -> None:
    answer = staff.get(path)
    assert answer.status_code == 404
    assert "Không có phiếu nào ở địa chỉ này" in answer.text
    assert staff.post("/w/forms/nothing/state", data={"state": "open"}).status_code == 404
    assert staff.post("/w/forms/nothing/files", data={"format": "csv"}).status_code == 404


# ---- the latest


def test_the_latest_come_first_thirty_at_a_time(staff: TestClient, host: Host) -> None:
    each = publish_care(host)
    for n in range(32):
        sent(host, each, at=NOW - timedelta(minutes=n), trial=n == 1)
    page = staff.get("/w/answers").text
    lines = cells(page, "list")
    assert lines[0] == ["Nhận lúc", "Phiếu", "Nơi", "Đội", "Mã"]
    assert len(lines) == 31
    assert lines[1][:4] == ["25/11/2026 09:30", "Chăm sóc", "SG", ""]
    assert re.fullmatch("[2-9A-Z]{3} [2-9A-Z]{3} [2-9A-Z]{2}", lines[1][4])
    assert lines[2][0] == "25/11/2026 09:29 Gửi thử"
    (older,) = re.findall(r'href="(/w/answers\?before=[^"]*)" rel="next"', page)
    rest = staff.get(older).text
    assert [line[0] for line in cells(rest, "list")[1:]] == ["25/11/2026 09:00", "25/11/2026 08:59"]
    assert 'rel="next"' not in rest
    assert 'href="/w/answers"' in rest


def test_those_of_one_form_are_alone_and_so_is_the_next_page(staff: TestClient, host: Host) -> None:
    each = publish_care(host)
    for n in range(31):
        sent(host, each, at=NOW - timedelta(minutes=n))
    page = staff.get("/w/answers?form=care").text
    assert cells(page, "list")[0] == ["Nhận lúc", "Nơi", "Đội", "Mã"]
    (older,) = re.findall(r'href="([^"]*)" rel="next"', page)
    assert older.startswith("/w/answers?form=care&amp;before=")
    rest = staff.get(older.replace("&amp;", "&")).text
    assert len(cells(rest, "list")) == 2
    assert 'href="/w/answers?form=care"' in rest


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "spaced"])
def test_one_is_found_by_its_code(staff: TestClient, host: Host, typed: str) -> None:
    receipt = sent(host, publish_care(host))
    code = receipt.code
    said = {"lower": code.lower(), "spaced": f"{code[:3]}-{code[3:6]} {code[6:]}"}
    found = staff.get("/w/answers", params={"code": said.get(typed) or typed.format(code)})
    assert (found.status_code, found.headers["location"]) == (303, f"/w/answers/{receipt.id}")


@pytest.mark.parametrize("code", ["ABCDEFGH", "\x00", "%", "<b>", "x" * 4000])
def test_a_code_that_nobody_has_says_so(staff: TestClient, code: str) -> None:
    answer = staff.get("/w/answers", params={"code": code})
    assert answer.status_code == 404
    assert "Không có phiếu nào mang mã này" in answer.text
    assert "<b>" not in answer.text.replace("<b lang", "").replace("<b>Thử", "")


@pytest.mark.parametrize("id", ["x", "%00", "01a210f6-c879-74f1-8472-be9c7ee243dd", "-" * 36])
def test_a_response_that_is_not_there(staff: TestClient, id: str) -> None:  # noqa: A002 the path's
    for answer in (staff.get(f"/w/answers/{id}"), staff.post(f"/w/answers/{id}")):
        assert answer.status_code == 404
        assert "Không có phiếu đã gửi nào" in answer.text
    assert staff.get(f"/w/answers?before={id}").status_code in (200, 404)


# ---- one of them


def _read(page: str) -> Element:
    (form,) = (each for each in parse(page).all("form") if "read" in each.classes)
    return form


def test_personal_answers_are_covered_in_their_place(staff: TestClient, host: Host) -> None:
    receipt = sent(host, publish_care(host))
    page = staff.get(f"/w/answers/{receipt.id}").text
    for secret in SECRET:
        assert secret not in page
        # nor in pieces, escaped or as JSON; an id that is drawn may hold any three digits
        assert secret.split()[-1] not in re.sub(r"[\w-]{20,}", "", page)
    form = _read(page)
    marks = [each.words for each in form.walk() if "withheld" in each.classes]
    assert marks == ["đã che", "đã che"]
    assert "Cài ứng dụng" in form.words
    assert "Giúp gì Đăng ký" in form.words
    assert "Đang che 2 câu trả lời cá nhân" in page
    assert _events(host) == []


def test_showing_them_is_recorded_and_lasts_for_one_page(staff: TestClient, host: Host) -> None:
    receipt = sent(host, publish_care(host))
    path = f"/w/answers/{receipt.id}"
    shown = staff.post(path)
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    for secret in SECRET:
        assert secret in _read(shown.text).words
    assert "đã che" not in shown.text
    assert _events(host) == [("uncovered", receipt.id, ("/phone", "/people/0/name"))]
    (event,) = _all_events(host)
    assert event.actor == "owner"
    assert SECRET[0] not in staff.get(path).text


def test_names_that_were_typed_are_shown_and_not_recorded(staff: TestClient, host: Host) -> None:
    phone = {"type": "string", "x-personal": {"level": "basic"}}
    more = {"kin": {"type": "object", "title": "Ai?", "additionalProperties": phone}}
    care = publish_care(host, properties={**CARE["properties"], **more})
    receipt = sent(host, care, {"kin": {SECRET[1]: SECRET[0]}})
    path = f"/w/answers/{receipt.id}"
    assert SECRET[1] not in staff.get(path).text
    assert SECRET[0] in staff.post(path).text
    assert _events(host) == [("uncovered", receipt.id, ("/kin/*",))]


def test_nothing_is_recorded_where_nothing_is_covered(staff: TestClient, host: Host) -> None:
    receipt = sent(host, publish_care(host), {"kind": "Không có gì"})
    path = f"/w/answers/{receipt.id}"
    assert "cá nhân" not in staff.get(path).text
    assert staff.post(path).status_code == 200
    assert _events(host) == []


def test_an_older_version_is_shown_as_it_asked(staff: TestClient, host: Host) -> None:
    receipt = sent(host, publish_care(host))
    asked = CARE["properties"]
    changed = {**asked, "kind": {**asked["kind"], "title": "Giúp việc gì mới?"}}
    publish_care(host, properties=changed)
    page = staff.get(f"/w/answers/{receipt.id}").text
    assert "Gửi theo phiên bản 1, nay là phiên bản 2" in page
    assert "Việc gì?" in page
    assert "Giúp việc gì mới?" not in page
    assert "Gửi theo phiên bản" not in staff.get(f"/w/answers/{_newest(host)}").text


def _newest(host: Host) -> str:
    return sent(host, host.shelf["care"], {"kind": "x"}).id


def test_an_erased_one_is_a_tombstone(staff: TestClient, host: Host) -> None:
    receipt = sent(host, publish_care(host))
    with host.database.writing() as connection:
        erase(connection, receipt.id, NOW)
    page = staff.get(f"/w/answers/{receipt.id}").text
    assert "Phiếu này đã được xóa lúc 25/11/2026 09:30" in page
    assert ANSWERS["kind"] not in page
    assert 'class="fk' not in page
    (line,) = cells(staff.get("/w/answers").text, "list")[1:]
    assert line[0] == "25/11/2026 09:30 Đã xóa"
    assert cells(staff.get("/w").text, "list")[1][3].startswith("0 ")


def test_what_ended_says_so_in_its_place(staff: TestClient, host: Host) -> None:
    receipt = sent(host, publish_care(host), at=NOW - 40 * DAY)
    with host.database.writing() as connection:
        (personal,) = connection.execute(revision.select()).scalars("personal")
        left, pointers = ended(personal, NOW.date())
        assert pointers
        connection.execute(revision.update().values(personal=left))
    page = staff.get(f"/w/answers/{receipt.id}").text
    marks = [each.words for each in _read(page).walk() if "withheld" in each.classes]
    assert marks == ["đã xóa vì hết hạn lưu"] * 2
    assert "Hiện câu trả lời cá nhân" not in page


def test_it_is_read_in_the_language_of_whoever_reads(staff: TestClient, host: Host) -> None:
    receipt = sent(host, publish_care(host))
    page = staff.get(f"/w/answers/{receipt.id}?lang=en").text
    assert "<h1>Care</h1>" in page
    assert "covered" in _read(page).words
    assert "25 Nov 2026 09:30" in page


def test_what_was_typed_is_text_and_nothing_else(staff: TestClient, host: Host) -> None:
    hostile = '"><script>alert(1)</script>'
    asked = {
        **CARE["properties"],
        "ward": {"title": hostile, "type": "string", "x-from": "place"},
        "team": {"title": "Đội", "type": "string", "x-from": "team"},
    }
    asked["phone"] = {**asked["phone"], "title": hostile}
    each = publish_care(host, title=hostile, properties=asked, **{"x-i18n": {}})
    receipt = sent(host, each, dict.fromkeys(("ward", "team", "kind", "phone"), hostile))
    path = f"/w/answers/{receipt.id}"
    pages = [staff.get(each).text for each in ("/w", "/w/forms/care", "/w/answers", path)]
    for page in (*pages, staff.post(path).text):
        assert "<script>" not in page
        assert "&lt;script&gt;" in page


def _all_events(host: Host) -> list[object]:
    with host.database.reading() as connection:
        return list(events(connection))


def _events(host: Host) -> list[tuple[str, str, tuple[str, ...]]]:
    with host.database.reading() as connection:
        return [(each.kind, each.subject, each.pointers) for each in events(connection)]
