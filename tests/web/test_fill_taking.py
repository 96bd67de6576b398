"""What is taken of a form that is sent, in which shape and version, and what can't be stored."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

import formkit
from formkit.errors import StoreAwayError, StoreFullError
from formkit.store.forms import publish, set_state
from formkit.web import application
from formkit.web.host import Host, local_now
from tests.web.filling import FORM_TYPE, HERE, VISIT, body, kept, shown_id, value_of

SENT = {"/house": "12"}
JSON = {"accept": "application/json", "content-type": FORM_TYPE}
ID = "0123456789abcdef0123456789abcdef"


def houses(host: Host) -> list[object]:
    return [each.answers["house"] for each in kept(host)]


# ---- what a form may come as


def test_a_form_may_come_in_parts(client: TestClient, host: Host) -> None:
    parts = [("/house", (None, "số 12\r\nngõ 3")), ("~id", (None, ID))]
    assert client.post("/f/visit", files=parts).status_code == 303
    assert houses(host) == ["số 12\nngõ 3"]


def test_files_are_not_taken(client: TestClient, host: Host) -> None:
    answer = client.post("/f/visit", files=[("/house", ("a.txt", b"12"))])
    assert answer.status_code == 415
    assert kept(host) == []


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        ("application/json", b'{"house": "12"}', 415),
        ("text/plain", b"/house=12", 415),
        ("", b"/house=12", 415),
        (FORM_TYPE, b"/house=\xff\xfe", 400),
        (FORM_TYPE, b"/house=%FF", 400),
        (FORM_TYPE, b"/house=%ED%A0%80", 400),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=", b"x", 400),
        ("multipart/form-data; boundary=b", b"no boundary in it", 400),
        ("multipart/form-data; boundary=b", b"--b\r\nbroken\r\n", 400),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
            400,
        ),
        (
            "multipart/form-data; boundary=b; charset=none",
            b'--b\r\nContent-Disposition: form-data; name="/house"\r\n\r\nx\r\n--b--\r\n',
            400,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="/house"\r\n\r\n\xff\r\n--b--\r\n',
            400,
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_words(
    client: TestClient, host: Host, kind: str, content: bytes, status: int
) -> None:
    answer = client.post("/f/visit", content=content, headers={"content-type": kind})
    assert answer.status_code == status
    assert "Ông/Bà" in answer.text
    told = client.post(
        "/f/visit", content=content, headers={"content-type": kind, "accept": "application/json"}
    )
    assert (told.status_code, told.json()["status"]) == (status, status)
    assert kept(host) == []


@pytest.mark.parametrize("multipart", [False, True])
def test_too_many_answers_are_refused(hosting: Callable[..., Host], multipart: bool) -> None:
    host = hosting(pairs_limit=10)
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        for count, status in ((10, 303), (11, 413)):
            pairs = [("/house", "12")] + [("x", str(n)) for n in range(count - 1)]
            if multipart:
                answer = client.post("/f/visit", files=[(k, (None, v)) for k, v in pairs])
            else:
                headers = {"content-type": FORM_TYPE}
                answer = client.post("/f/visit", content=body(pairs), headers=headers)
            assert answer.status_code == status


# ---- versions


def test_a_page_of_an_older_version_is_judged_by_it(client: TestClient, host: Host) -> None:
    old = formkit.load(dict(VISIT))
    newer = VISIT | {"required": ["house", "again"]}
    with host.database.writing() as connection:
        publish(connection, "visit", formkit.load(newer), at=local_now())
    host.refresh()
    assert client.post("/f/visit", data=SENT).status_code == 422
    sent = client.post("/f/visit", data=SENT | {"~form": old.sha256})
    assert sent.status_code == 303
    (stored,) = kept(host)
    assert (stored.version_sha256, stored.number) == (old.sha256, 1)
    bad = client.post("/f/visit", data={"~form": old.sha256})
    assert f'name="~form" value="{old.sha256}"' in bad.text
    check = client.post("/f/visit?q=/again", data={"~form": old.sha256})
    assert check.text == ""


@pytest.mark.parametrize("slug", ["visit", "poll"])
def test_a_version_of_nothing_or_of_another_form_is_a_problem(
    client: TestClient, host: Host, slug: str
) -> None:
    other = host.shelf["poll"].sha256 if slug == "poll" else "0" * 64
    answer = client.post("/f/visit", data=SENT | {"~form": other})
    assert answer.status_code == 422
    assert value_of(answer.text, "/house") == "12"


# ---- what can't be stored


def test_a_stopped_form_shows_what_was_typed_and_knows_what_it_has(
    client: TestClient, host: Host
) -> None:
    path = client.post("/f/visit", data=SENT | {"~id": ID}).headers["location"]
    with host.database.writing() as connection:
        set_state(connection, "visit", "stopped")
    host.refresh()
    assert client.post("/f/visit", data=SENT | {"~id": ID}).headers["location"] == path
    answer = client.post("/f/visit", data={"/house": "ngõ 7", "~id": "b" * 32})
    assert answer.status_code == 410
    assert "Phiếu này không nhận câu trả lời nữa" in answer.text
    assert "ngõ 7" in answer.text
    assert "<button" not in answer.text
    told = client.post("/f/visit", content=body(SENT), headers=JSON)
    assert (told.status_code, told.json()["status"]) == (410, 410)
    assert houses(host) == ["12"]


@pytest.mark.parametrize("fill_id", [ID, "", "no id"])
@pytest.mark.parametrize("path", ["/f/visit", "/f/nothing"])
def test_a_refusal_names_the_fill_that_a_phone_names(
    client: TestClient, path: str, fill_id: str
) -> None:
    # the body can't be read, or nobody reads it
    told = client.post(path, content=b"%ff", headers={**JSON, "fill": fill_id}).json()
    assert told.pop("message")
    named = {"id": ID} if fill_id == ID else {}
    assert told == {"status": 400 if path == "/f/visit" else 404, **named}


def test_without_room_everything_stays_as_typed_under_its_id(
    hosting: Callable[..., Host],
) -> None:
    host = hosting()
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        path = client.post("/f/visit", data=SENT | {"~id": ID}).headers["location"]
    full = hosting(free_disk=10**18)
    host.close()
    with TestClient(application(host=full), headers=HERE, follow_redirects=False) as client:
        # what was stored is acknowledged for ever
        assert client.post("/f/visit", data=SENT | {"~id": ID}).headers["location"] == path
        answer = client.post("/f/visit", data={"/house": "13", "~id": "b" * 32})
        assert answer.status_code == 507
        assert answer.headers["retry-after"] == "300"
        assert shown_id(answer.text) == "b" * 32
        assert value_of(answer.text, "/house") == "13"
        told = client.post("/f/visit", content=body({"/house": "13"}), headers=JSON)
        assert (told.status_code, told.json()["status"]) == (507, 507)


@pytest.mark.parametrize(("error", "status"), [(StoreFullError, 507), (StoreAwayError, 503)])
def test_a_store_that_fails_loses_nothing_that_was_typed(
    client: TestClient,
    host: Host,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    status: int,
) -> None:
    def away(_work: object) -> None:
        raise error("not now")

    client.get("/f/visit")
    with monkeypatch.context() as patch:
        patch.setattr(host.open().writer, "put", away)
        answer = client.post("/f/visit", data=SENT)
    assert answer.status_code == status
    assert value_of(answer.text, "/house") == "12"
    assert client.post("/f/visit", data=SENT | {"~id": shown_id(answer.text)}).status_code == 303
    assert houses(host) == ["12"]


def test_where_the_store_cannot_be_asked_the_page_is_still_to_be_had(
    client: TestClient, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_work: object) -> None:
        raise StoreAwayError("not now")

    client.get("/f/visit")
    client.post("/f/visit", data=SENT)
    monkeypatch.setattr(Host, "read", lambda _, work: away(work))
    monkeypatch.setattr(Host, "write", lambda _, work: away(work))
    assert client.get("/f/visit").status_code == 200
    assert client.get("/healthz").status_code == 503
    # also where it has to be asked before: what is amiss may be a fill that is stored
    for wrong in ({}, {"~form": "0" * 64}, {"/again": "maybe"}):
        answer = client.post("/f/visit", data={"/house": "13"} | wrong)
        assert answer.status_code == 503
        assert value_of(answer.text, "/house") == "13"
        told = client.post("/f/visit", content=body(SENT | wrong), headers=JSON)
        assert told.status_code == 503


def test_a_form_from_another_site_is_not_taken(client: TestClient, host: Host) -> None:
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "", "origin": "https://elsewhere.example"},
    ):
        answer = client.post("/f/visit", data=SENT, headers=headers)
        assert answer.status_code == 403
        assert "Phiếu này được gửi từ một địa chỉ khác" in answer.text
        assert '<a class="main" href="/f/visit">Mở lại phiếu</a>' in answer.text
    assert kept(host) == []


def test_what_is_too_much_leads_back_to_what_was_typed(hosting: Callable[..., Host]) -> None:
    host = hosting(body_limit=1_000)
    with TestClient(application(host=host), headers=HERE) as client:
        answer = client.post("/f/visit?lang=en", data={"/house": "x" * 1_000})
    assert answer.status_code == 413
    assert "The back button of this device leads to what was typed." in answer.text
    assert 'class="main"' not in answer.text
