"""The pages for those who fill in: the list, the blank page, the receipt, and what isn't there."""

import gzip
import re
import threading
from collections.abc import Callable

import brotli
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import formkit
from formkit.store.erasing import erase
from formkit.store.forms import publish, set_state
from formkit.store.receipts import by_receipt
from formkit.web import Settings, application, fill, router
from formkit.web.host import Host, local_now
from formkit.web.statics import static, static_hash
from tests.conftest import ROOT
from tests.web.filling import HERE, kept

SENT = {"/house": "12"}


def state(host: Host, slug: str, wanted: str) -> None:
    with host.database.writing() as connection:
        set_state(connection, slug, wanted)  # type: ignore[arg-type] # one of the two words
    host.refresh()


# ---- the list


def test_the_list_names_what_is_open_by_title(client: TestClient, host: Host) -> None:
    shown = client.get("/").text
    assert re.findall(r'<a href="(/f/[^"]*)"><b>([^<]*)</b>', shown) == [
        ("/f/visit", "Thăm nhà"),
        ("/f/poll", "Ăn gì"),
    ]
    assert "Mỗi nhà một phiếu." in shown
    assert "Mất khoảng 2 phút." in shown
    state(host, "poll", "stopped")
    assert "/f/poll" not in client.get("/").text


def test_the_list_in_another_language_leads_to_forms_in_it(client: TestClient) -> None:
    shown = client.get("/?lang=en").text
    assert '<html lang="en">' in shown
    assert '<a href="/f/visit?lang=en"><b>Home visit</b>' in shown
    # a form that isn't in that language says in which it is
    assert '<a href="/f/poll"><b lang="vi">Ăn gì</b>' in shown
    assert '<a href="?lang=vi" lang="vi" hreflang="vi">Tiếng Việt</a>' in shown


def test_a_list_without_forms_says_so(client: TestClient, host: Host) -> None:
    for slug in ("visit", "poll"):
        state(host, slug, "stopped")
    assert "Ở đây chưa có phiếu nào để điền." in client.get("/").text


# ---- the blank page


def test_the_page_is_the_same_bytes_for_everybody_and_has_no_id(client: TestClient) -> None:
    first, second = client.get("/f/visit"), client.get("/f/visit")
    assert first.content == second.content
    assert 'name="~id" value=""' in first.text
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["etag"] == second.headers["etag"]


def test_each_get_sets_the_next_id(client: TestClient) -> None:
    seen = set()
    for _ in range(3):
        answer = client.get("/f/visit")
        cookie = answer.headers["set-cookie"]
        match = re.fullmatch(
            r"fill=([0-9a-f]{32})\.; Path=/f/visit; HttpOnly; SameSite=Lax", cookie
        )
        assert match is not None
        seen.add(match[1])
    assert len(seen) == 3


def test_a_page_that_is_known_already_sets_it_too(client: TestClient) -> None:
    first = client.get("/f/visit")
    again = client.get("/f/visit", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "private, no-cache"
    assert again.headers["set-cookie"].startswith("fill=")
    assert again.headers["set-cookie"] != first.headers["set-cookie"]


@pytest.mark.parametrize("known", ['"other", W/{}', "*", "{}"])
def test_an_etag_is_known_among_others(client: TestClient, known: str) -> None:
    etag = client.get("/f/visit").headers["etag"]
    headers = {"if-none-match": known.format(etag)}
    assert client.get("/f/visit", headers=headers).status_code == 304
    assert client.get("/f/visit", headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate", "gzip"),  # what a browser says over plain HTTP
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip;q=0, *", "br"),
        ("deflate", None),
        ("", None),
        ("br;q=zero", None),
    ],
)
def test_an_encoding_is_what_was_asked_for(
    client: TestClient, accepted: str, encoding: str | None
) -> None:
    with client.stream("GET", "/f/visit", headers={"accept-encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "accept-encoding"
    assert int(answer.headers["content-length"]) == len(raw)
    unpack: Callable[[bytes], bytes] = {"gzip": gzip.decompress, "br": brotli.decompress}.get(
        encoding or "", bytes
    )
    assert "Nhà nào?" in unpack(raw).decode()


def test_head_is_get_without_its_body(client: TestClient) -> None:
    head, get = client.head("/f/visit"), client.get("/f/visit")
    assert head.content == b""
    for name in ("content-length", "etag", "content-type", "content-security-policy"):
        assert head.headers[name] == get.headers[name]


def test_the_language_is_what_the_address_says(client: TestClient) -> None:
    assert '<html lang="vi">' in client.get("/f/visit", headers={"accept-language": "en"}).text
    assert '<html lang="en">' in client.get("/f/visit?lang=en").text
    assert '<html lang="vi">' in client.get("/f/visit?lang=km").text
    assert '<html lang="vi">' in client.get("/f/visit?lang=%00%FF&lang=").text
    many = "&".join(f"x{n}=1" for n in range(300))
    assert '<html lang="vi">' in client.get(f"/f/visit?{many}&lang=xx").text


def test_a_stopped_form_says_so_in_its_language(client: TestClient, host: Host) -> None:
    state(host, "visit", "stopped")
    answer = client.get("/f/visit")
    assert answer.status_code == 410
    assert "Phiếu này không nhận câu trả lời nữa" in answer.text
    assert "This form takes no more answers" in client.get("/f/visit?lang=en").text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/f/nothing", "/r/nothing", "/nothing", "/static/0/formkit.js"])
def test_what_is_not_there_is_said_in_words(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "địa chỉ này" in answer.text
    assert '<a class="main" href="/">Xem các phiếu</a>' in answer.text
    told = client.get(path, headers={"accept": "application/json"})
    assert (told.status_code, told.json()["status"]) == (404, 404)


# ---- the receipt


def test_the_receipt_thanks_and_has_the_code_and_no_answer(client: TestClient, host: Host) -> None:
    sent = client.post("/f/visit", data={"/house": "số 12 ngõ 3"})
    assert sent.status_code == 303
    answer = client.get(sent.headers["location"])
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-cache"
    (stored,) = kept(host)
    groups = (stored.code[:3], stored.code[3:6], stored.code[6:])
    assert " ".join(f"<i>{group}</i>" for group in groups) in answer.text
    assert "Cảm ơn cả nhà." in answer.text
    assert "số 12" not in answer.text
    assert '<a class="main" href="/f/visit">Điền phiếu mới</a>' in answer.text
    assert '<link rel="icon" href="data:,">' in answer.text


def test_the_receipt_of_a_checklist_says_how_much_is_open(client: TestClient, host: Host) -> None:
    result = {
        "title": "Kết quả?",
        "x-role": "result",
        "oneOf": [
            {"const": "self", "title": "Xong", "x-verdict": "done"},
            {"const": "part", "title": "Còn dang dở", "x-verdict": "open"},
        ],
    }
    form = formkit.load(
        {
            "title": "Việc",
            "x-form": {"vocabulary": 1, "kind": "checklist", "languages": ["vi", "en"]},
            "type": "object",
            "properties": {"one": result, "two": result},
        }
    )
    with host.database.writing() as connection:
        publish(connection, "tasks", form, at=local_now())
    host.refresh()
    paths = [
        client.post("/f/tasks", data=data).headers["location"]
        for data in (
            {"/one": "part", "/two": "part"},
            {"/one": "self", "/two": "part"},
            {"/one": "self"},
        )
    ]
    two, one, none = (client.get(f"{path}?lang=vi").text for path in paths)
    assert "Còn 2 việc chưa xong" in two
    assert "Còn 1 việc chưa xong" in one
    assert "chưa xong" not in none
    assert "không cần làm gì thêm" in none
    assert "không cần làm gì thêm" not in two
    assert "dang dở" not in two
    assert "1 task is still open." in client.get(f"{paths[1]}?lang=en").text


def test_the_receipt_is_in_the_language_of_the_page(client: TestClient) -> None:
    sent = client.post("/f/visit?lang=en", data=SENT | {"~lang": "en"})
    path = sent.headers["location"]
    english = client.get(path).text
    assert "Thank you all." in english
    assert '<a class="main" href="/f/visit?lang=en">Fill in a new form</a>' in english
    assert "Cảm ơn cả nhà." in client.get(f"{path}?lang=vi").text


def test_the_receipt_of_a_stopped_form_leads_to_the_others(client: TestClient, host: Host) -> None:
    path = client.post("/f/visit", data=SENT).headers["location"]
    state(host, "visit", "stopped")
    shown = client.get(path)
    assert shown.status_code == 200
    assert '<a class="main" href="/">Xem các phiếu</a>' in shown.text


def test_a_receipt_is_there_after_a_restart(hosting: Callable[..., Host]) -> None:
    with TestClient(application(host=hosting()), headers=HERE, follow_redirects=False) as first:
        path = first.post("/f/visit", data=SENT | {"~id": "a" * 32}).headers["location"]
    with TestClient(application(host=hosting()), headers=HERE, follow_redirects=False) as second:
        assert second.get(path).status_code == 200
        assert second.post("/f/visit", data=SENT | {"~id": "a" * 32}).headers["location"] == path


def test_a_host_that_is_closed_in_another_thread_can_be_opened_again(
    hosting: Callable[..., Host],
) -> None:
    host = hosting()
    for work in (host.open, host.close):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert hosting().open()


def test_what_was_erased_says_so_and_is_never_stored_again(client: TestClient, host: Host) -> None:
    fill = SENT | {"~id": "a" * 32}
    path = client.post("/f/visit", data=fill).headers["location"]
    with host.database.writing() as connection:
        found = by_receipt(connection, path.rpartition("/")[2])
        assert found is not None
        erase(connection, found.id, local_now())
    shown = client.get(path)
    assert shown.status_code == 410
    assert "Câu trả lời này đã được xóa" in shown.text
    assert client.post("/f/visit", data=fill).headers["location"] == path
    assert kept(host) == []


# ---- health and files


def test_health_is_told_to_whatever_watches(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["cache-control"] == "no-store"


def test_a_host_without_room_is_not_well(hosting: Callable[..., Host]) -> None:
    with TestClient(application(host=hosting(free_disk=10**18))) as client:
        assert client.get("/healthz").status_code == 507
        assert client.get("/f/visit").status_code == 200


@pytest.mark.parametrize("name", ["formkit.js", "htmx.js", "formkit.css", "pages.css"])
def test_files_are_kept_for_ever(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/{static_hash()}/{name}")
    found = static(name)
    assert found is not None
    assert answer.content == found.content
    assert answer.headers["content-type"] == found.media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    known = {"if-none-match": answer.headers["etag"]}
    assert client.get(f"/static/{static_hash()}/{name}", headers=known).status_code == 304


@pytest.mark.parametrize("name", ["%2e%2e%2fpages.py", "pages.py", "formkit.css%00", "..", "x"])
def test_no_other_file_is_to_be_had(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{static_hash()}/{name}").status_code == 404


# ---- under a prefix


@pytest.mark.parametrize("way", ["included", "mounted"])
def test_everything_stands_under_a_prefix(host: Host, way: str) -> None:
    outer = FastAPI()
    if way == "included":
        outer.include_router(router(host=host), prefix="/x")
    else:
        outer.mount("/x", application(host=host))
    with TestClient(outer, headers=HERE, follow_redirects=False) as client:
        assert 'href="/x/f/visit"' in client.get("/x/").text
        page = client.get("/x/f/visit")
        assert "; Path=/x/f/visit;" in page.headers["set-cookie"]
        (script,) = re.findall(r'src="(/x/static/[^"]*/fill\.js)"', page.text)
        assert client.get(script).status_code == 200
        sent = client.post("/x/f/visit", data=SENT)
        assert sent.headers["location"].startswith("/x/r/")
        receipt = client.get(sent.headers["location"])
        assert 'href="/x/f/visit"' in receipt.text
        assert client.get("/x/f/nothing").status_code == 404


def test_the_address_that_people_open_has_the_prefix_of_cookies(
    hosting: Callable[..., Host],
) -> None:
    # a proxy took /forms off, and what stands before is HTTPS
    host = hosting(url="https://phuong.example/forms")
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        cookie = client.get("/f/visit").headers["set-cookie"]
        assert cookie.endswith("; Path=/forms/f/visit; HttpOnly; SameSite=Lax; Secure")
        sent = client.post("/f/visit", data=SENT)
        assert sent.headers["location"].startswith("/forms/r/")


def test_settings_alone_make_an_application(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("own") / "data"
    with TestClient(application(Settings(data=folder, log="faults"))) as client:
        assert client.get("/").status_code == 200


# ---- the reference


def test_every_address_stands_in_the_reference(host: Host) -> None:
    page = (ROOT / "docs" / "reference" / "http.md").read_text(encoding="utf-8")
    for route in fill.routes(host):
        assert f"`{route.path}`" in page


def test_every_status_stands_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "http.md").read_text(encoding="utf-8")
    modules = ("sending", "posted", "asked", "fill", "limits", "served")
    for module in modules:
        text = (ROOT / "formkit" / "web" / f"{module}.py").read_text(encoding="utf-8")
        for status in re.findall(r"\b(?:4\d\d|50[37])\b", text):
            # 499 is for the log alone, 405 for what no page does
            assert status in page or status in ("499", "405"), status
