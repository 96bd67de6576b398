"""Downloads: asked for, made in the background, fetched while they last, and gone after a day."""

import csv
import io
import json
import stat
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from formkit.report.export import FORMATS
from formkit.store.events import events
from formkit.web import application, exports
from formkit.web.host import Host
from tests.web.filling import HERE
from tests.web.making import Slow, folder, until
from tests.web.staff import ANSWERS, SECRET, come_in, publish_care, sent

PARTIAL = {"hx-request": "true", "hx-request-type": "partial"}
DAY = timedelta(days=1)


@pytest.fixture
def staff(host: Host) -> Iterator[TestClient]:
    """Somebody who came in."""
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        come_in(client, host)
        yield client


def asked(staff: TestClient, slug: str = "care", **chosen: str) -> str:
    """Ask for a file: the path of its page."""
    answer = staff.post(f"/w/forms/{slug}/files", data={"format": "jsonl", **chosen})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def made(staff: TestClient, path: str) -> str:
    """Wait as htmx does until nothing is asked again; what the page says then."""
    for _ in range(3000):
        part = staff.get(path, headers=PARTIAL)
        if "hx-trigger" not in part.text:
            return part.text
        threading.Event().wait(0.01)
    raise AssertionError("it is never made")


# ---- one file


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_is_asked_for_made_and_fetched(
    staff: TestClient,
    host: Host,
    format: str,  # noqa: A002 as everybody calls it
) -> None:
    each = publish_care(host)
    for _ in range(3):
        sent(host, each)
    path = asked(staff, format=format)
    done = made(staff, path)
    assert "Tệp đã sẵn sàng" in done
    assert "3 phiếu đã gửi" in done
    file = staff.get(f"{path}/get")
    today = host.now().date()
    assert file.headers["content-disposition"] == f'attachment; filename="care-{today}.{format}"'
    assert file.headers["cache-control"] == "no-store"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert len(_kinds(format, file.content)) == 3
    for secret in SECRET:
        assert secret.encode() not in file.content


def _kinds(format: str, content: bytes) -> list[object]:  # noqa: A002 as above
    """The answers to one question, as the file has them."""
    if format == "jsonl":
        return [json.loads(line)["answers"]["kind"] for line in content.splitlines()]
    if format == "csv":
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        return [line["kind"] for line in lines]
    first, *rest = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    return [line[first.index("kind")] for line in rest]


def test_personal_answers_come_only_when_asked_for_and_that_is_recorded(
    staff: TestClient, host: Host
) -> None:
    sent(host, publish_care(host))
    path = asked(staff, personal="1")
    made(staff, path)
    (line,) = staff.get(f"{path}/get").text.splitlines()
    assert json.loads(line)["answers"] == ANSWERS
    with host.database.reading() as connection:
        (event,) = events(connection)
    assert (event.kind, event.subject, event.actor) == ("exported", "care", "owner")
    assert event.pointers == ("/phone", "/people/*/name")
    assert "có kèm" in staff.get(path).text


def test_a_form_without_personal_questions_records_nothing(staff: TestClient, host: Host) -> None:
    assert 'name="personal"' not in staff.get("/w/forms/poll").text
    made(staff, asked(staff, "poll", personal="1"))
    with host.database.reading() as connection:
        assert list(events(connection)) == []


def test_the_rows_of_a_list_are_a_csv_of_their_own(staff: TestClient, host: Host) -> None:
    sent(host, publish_care(host))
    page = staff.get("/w/forms/care").text
    assert 'value="csv/people"' in page
    assert "CSV: Những ai?" in page
    path = asked(staff, format="csv/people")
    assert "CSV: people" in staff.get(path).text
    made(staff, path)
    file = staff.get(f"{path}/get")
    assert "care-people-" in file.headers["content-disposition"]
    (line,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    assert line["task"] == "Đăng ký"


def test_days_are_those_of_the_clock_both_included(staff: TestClient, host: Host) -> None:
    each = publish_care(host)
    now = host.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for at in (midnight - 2 * DAY, midnight - timedelta(seconds=1), midnight, now):
        sent(host, each, {"kind": at.isoformat()}, at=at)
    today, yesterday = now.date(), (now - DAY).date()
    for chosen, count in (
        ({"from": str(today)}, 2),
        ({"to": str(yesterday)}, 2),
        ({"from": str(yesterday), "to": str(yesterday)}, 1),
        ({"from": f"{today:%d/%m/%Y}", "to": ""}, 2),
        ({}, 4),
    ):
        path = asked(staff, **chosen)
        made(staff, path)
        assert len(staff.get(f"{path}/get").text.splitlines()) == count
    assert f"từ {today:%d/%m/%Y}" in staff.get(asked(staff, **{"from": str(today)})).text


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"from": "hôm qua"}, "Ghi ngày theo dạng ngày/tháng/năm"),
        ({"to": "31/02/2026"}, "Ghi ngày theo dạng ngày/tháng/năm"),
        ({"to": "9999-12-31"}, "Ghi ngày theo dạng ngày/tháng/năm"),
        ({"from": "2026-11-25", "to": "2026-11-24"}, "Chọn ngày cuối không sớm hơn ngày đầu"),
    ],
)
def test_days_that_are_none_come_back_as_typed(
    staff: TestClient, host: Host, chosen: dict[str, str], said: str
) -> None:
    answer = staff.post("/w/forms/poll/files", data={"format": "csv", **chosen})
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<title>Cần xem lại: " in answer.text
    for typed in chosen.values():
        assert f'value="{typed}"' in answer.text
    assert 'value="csv" checked' in answer.text
    assert not folder(host).exists()


def test_a_kind_that_is_none_is_excel(staff: TestClient, host: Host) -> None:
    assert "Excel (.xlsx)" in staff.get(asked(staff, "poll", format="exe")).text
    path = asked(staff, "poll", format="csv/nothing")
    assert "Chưa tạo được tệp" in made(staff, path)
    assert staff.get(f"{path}/get").status_code == 404


# ---- while it is made


def test_it_tells_how_far_it_is_and_offers_nothing_before(
    staff: TestClient, host: Host, slow: Slow
) -> None:
    each = publish_care(host)
    for _ in range(4):
        sent(host, each)
    path = asked(staff)
    until(lambda: 'value="1"' in staff.get(path).text)
    page = staff.get(path).text
    assert '<progress aria-labelledby="job--words" max="4" value="1">' in page
    assert "1 trên 4 phiếu" in page
    assert f'hx-get="{path}" hx-trigger="every 1s"' in page
    # without a script, a link does the same
    assert f'<a class="btn" href="{path}">Tải lại trang</a>' in page
    part = staff.get(path, headers=PARTIAL).text
    assert part.strip().startswith('<div class="job" id="job"')
    assert "<html" not in part
    assert staff.get(f"{path}/get").status_code == 404
    assert "Đang tạo" in staff.get("/w/files").text
    slow.go.set()
    assert "Tệp đã sẵn sàng" in made(staff, path)
    assert "htmx.js" not in staff.get(path).text


def test_two_are_made_at_a_time(staff: TestClient, slow: Slow) -> None:
    paths = [asked(staff, "poll") for _ in range(4)]
    until(lambda: slow.at_work == 2)
    states = [staff.get(path).text for path in paths]
    assert sum("Tệp đang chờ đến lượt" in page for page in states) == 2
    slow.go.set()
    for path in paths:
        assert "Tệp đã sẵn sàng" in made(staff, path)
    assert slow.most == 2


def test_one_that_is_removed_is_not_gone_on_with(staff: TestClient, host: Host, slow: Slow) -> None:
    path = asked(staff, "poll")
    until(lambda: slow.at_work == 1)
    assert staff.post(f"{path}/remove").headers["location"] == "/w/files"
    assert staff.get(path).status_code == 404
    until(lambda: slow.at_work == 0)
    assert list(folder(host).iterdir()) == []


def test_what_breaks_says_so_and_leaves_nothing(
    staff: TestClient, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports, "export", broken)
    path = asked(staff, "poll")
    page = made(staff, path)
    assert "Chưa tạo được tệp" in page
    assert 'href="/w/forms/poll#download"' in page
    assert "Chưa tạo được" in staff.get("/w/files").text
    assert [each.suffix for each in folder(host).iterdir()] == [".json"]


# ---- afterwards


def test_files_are_for_nobody_else_to_read(staff: TestClient, host: Host) -> None:
    sent(host, publish_care(host))
    made(staff, asked(staff, personal="1"))
    assert stat.S_IMODE(folder(host).stat().st_mode) == 0o700
    for file in folder(host).iterdir():
        assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file.name


def test_a_file_is_gone_when_it_is_deleted(staff: TestClient, host: Host) -> None:
    path = asked(staff, "poll")
    assert f'action="{path}/remove"' in made(staff, path)
    staff.post(f"{path}/remove")
    for gone in (staff.get(path), staff.get(f"{path}/get")):
        assert gone.status_code == 404
        assert "Tệp này đã xóa" in gone.text
    assert list(folder(host).iterdir()) == []
    assert staff.post(f"{path}/remove").status_code == 303


@pytest.mark.parametrize("id", ["..", "x", "%2e%2e%2fx", "0" * 16, "0123456789ABCDEF", "a%00"])
def test_no_other_file_can_be_fetched(staff: TestClient, id: str) -> None:  # noqa: A002 the path's
    assert staff.get(f"/w/files/{id}/get").status_code == 404
