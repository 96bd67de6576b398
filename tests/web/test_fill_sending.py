"""What becomes of a form that is sent: the id of a fill, in every order of events."""

import hashlib
import threading
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


# ---- with an id from the script


def test_the_same_fill_has_the_same_receipt(client: TestClient, host: Host) -> None:
    fill = SENT | {"~id": ID, "~at": "2026-11-25T09:00:00+07:00"}
    first = client.post("/f/visit", data=fill)
    assert first.status_code == 303
    assert first.headers["cache-control"] == "no-store"
    # opened again on the way: when it was begun says nothing of what was filled in
    again = client.post("/f/visit", data=fill | {"~at": "2026-11-25T09:01:00+07:00"})
    assert again.headers["location"] == first.headers["location"]
    assert houses(host) == ["12"]


def test_the_same_id_with_other_answers_comes_back_as_it_was_typed(
    client: TestClient, host: Host
) -> None:
    path = client.post("/f/visit", data=SENT | {"~id": ID}).headers["location"]
    answer = client.post("/f/visit", data={"/house": "13", "~id": ID})
    assert answer.status_code == 409
    assert answer.headers["cache-control"] == "no-store"
    assert "Phiếu này đã gửi rồi" in answer.text
    assert value_of(answer.text, "/house") == "13"
    assert f'<a href="{path}">' in answer.text
    assert houses(host) == ["12"]
    fresh = shown_id(answer.text)
    assert fresh not in ("", ID)
    asked = client.post("/f/visit", data={"/house": "13", "~id": fresh})
    assert asked.status_code == 303
    assert houses(host) == ["12", "13"]


def test_a_known_id_is_looked_up_before_anything_is_checked(client: TestClient) -> None:
    client.post("/f/visit", data=SENT | {"~id": ID})
    assert client.post("/f/visit", data={"~id": ID}).status_code == 409


def test_two_people_with_the_same_answers_are_two(client: TestClient, host: Host) -> None:
    for own in ("a" * 32, "b" * 32):
        assert client.post("/f/visit", data=SENT | {"~id": own}).status_code == 303
    assert houses(host) == ["12", "12"]


def test_an_id_that_somebody_thought_up_shows_nobody_elses_receipt(client: TestClient) -> None:
    path = client.post("/f/visit", data=SENT | {"~id": "thought-up-by-hand"}).headers["location"]
    answer = client.post("/f/visit", data={"/house": "13", "~id": "thought-up-by-hand"})
    assert answer.status_code == 409
    assert path not in answer.text


def test_an_id_of_another_form_is_none_of_this_one(client: TestClient, host: Host) -> None:
    client.post("/f/poll", data={"/dish": "phở", "~id": ID})
    answer = client.post("/f/visit", data=SENT | {"~id": ID})
    assert answer.status_code == 409
    assert kept(host) == []


@pytest.mark.parametrize("own", ["", "short", "x" * 65, "a b" * 8, "á" * 20, "\x00" * 20])
def test_what_is_no_id_is_as_good_as_none(client: TestClient, host: Host, own: str) -> None:
    assert client.post("/f/visit", data=SENT | {"~id": own}).status_code == 303
    assert client.post("/f/visit", data={"/house": "13", "~id": own}).status_code == 303
    assert houses(host) == ["12", "13"]


def test_what_is_sent_eight_times_at_once_is_stored_once(client: TestClient, host: Host) -> None:
    found = []
    barrier = threading.Barrier(8)

    def send() -> None:
        barrier.wait()
        found.append(client.post("/f/visit", data=SENT | {"~id": ID}).headers["location"])

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert houses(host) == ["12"]


def test_of_two_at_once_with_one_id_the_second_is_not_lost(client: TestClient, host: Host) -> None:
    found = []
    barrier = threading.Barrier(2)

    def send(house: str) -> None:
        barrier.wait()
        found.append(client.post("/f/visit", data={"/house": house, "~id": ID}).status_code)

    threads = [threading.Thread(target=send, args=(house,)) for house in ("12", "13")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [303, 409]
    assert len(houses(host)) == 1


# ---- without a script: the id is in the cookie


def test_twenty_households_in_one_browser_are_twenty(client: TestClient, host: Host) -> None:
    for number in range(20):
        client.get("/f/visit")
        # twice, as by a double click
        first = client.post("/f/visit", data={"/house": str(number), "~id": ""})
        second = client.post("/f/visit", data={"/house": str(number), "~id": ""})
        assert "set-cookie" not in first.headers
        assert first.headers["location"] == second.headers["location"]
        assert client.get(first.headers["location"]).status_code == 200
    assert houses(host) == [str(number) for number in range(20)]


def test_the_next_page_knows_what_was_stored_last(client: TestClient, host: Host) -> None:
    client.get("/f/visit")
    stored = client.cookies["fill"].partition(".")[0]
    path = client.post("/f/visit", data=SENT).headers["location"]
    etag = client.get("/f/visit").headers["etag"]
    assert client.cookies["fill"].endswith(f".{stored}")
    client.get("/f/visit", headers={"if-none-match": etag})
    assert client.cookies["fill"].endswith(f".{stored}")
    # back and sent again, after the browser had asked for the page anew
    answer = client.post("/f/visit", data=SENT)
    assert answer.status_code == 409
    assert "Phiếu này giống hệt phiếu vừa gửi" in answer.text
    assert f'<a href="{path}">' in answer.text
    assert houses(host) == ["12"]
    fresh = shown_id(answer.text)
    assert client.post("/f/visit", data=SENT | {"~id": fresh}).status_code == 303
    assert client.post("/f/visit", data=SENT | {"~id": fresh}).status_code == 303
    assert houses(host) == ["12", "12"]


def test_two_pages_at_once_share_the_newer_id(client: TestClient, host: Host) -> None:
    client.get("/f/visit")
    client.get("/f/visit")
    assert client.post("/f/visit", data=SENT).status_code == 303
    answer = client.post("/f/visit", data={"/house": "13"})
    assert answer.status_code == 409
    assert value_of(answer.text, "/house") == "13"
    fresh = shown_id(answer.text)
    assert client.post("/f/visit", data={"/house": "13", "~id": fresh}).status_code == 303
    assert houses(host) == ["12", "13"]


def test_without_a_cookie_the_server_makes_the_id(client: TestClient, host: Host) -> None:
    assert client.post("/f/visit", data=SENT).status_code == 303
    assert client.post("/f/visit", data=SENT).status_code == 303
    assert houses(host) == ["12", "12"]


def test_a_page_that_comes_back_holds_the_id_that_it_goes_on_with(
    client: TestClient, host: Host
) -> None:
    answer = client.post("/f/visit", data={"/house": "x" * 41})
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    made = shown_id(answer.text)
    for _ in range(2):
        assert client.post("/f/visit", data=SENT | {"~id": made}).status_code == 303
    assert houses(host) == ["12"]
    client.get("/f/visit")
    new = client.cookies["fill"].partition(".")[0]
    assert shown_id(client.post("/f/visit", data={"/house": ""}).text) == new


@pytest.mark.parametrize("cookie", ["", ".", "a.b.c", "x" * 5000, "%00", '"quoted"', "ü" * 20])
def test_any_cookie_may_come(client: TestClient, cookie: str) -> None:
    headers = {"cookie": f"fill={cookie}; other=1".encode()}
    assert client.get("/f/visit", headers=headers).status_code == 200
    assert client.post("/f/visit", data=SENT, headers=headers).status_code == 303


# ---- buttons and checks


def test_a_button_changes_the_page_and_stores_nothing(client: TestClient, host: Host) -> None:
    fill = {"/house": "12", "~id": ID, "~do": "add /people"}
    answer = client.post("/f/visit", data=fill)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert 'name="/people/0/name"' in answer.text
    assert shown_id(answer.text) == ID
    assert value_of(answer.text, "/house") == "12"
    assert kept(host) == []
    # the id is as good as new
    assert client.post("/f/visit", data=SENT | {"~id": ID}).status_code == 303
    # and a button never meets a receipt
    assert client.post("/f/visit", data=fill).status_code == 200


def test_a_question_is_checked_alone(client: TestClient, host: Host) -> None:
    fill = {"/house": "x" * 41, "~lang": "en"}
    answer = client.post("/f/visit?q=/house", data=fill, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "Shorten this to 40 characters" in answer.text
    assert "<html" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert client.post("/f/visit?q=/house", data=SENT).text == ""
    assert client.post("/f/visit?q=/nowhere", data=SENT).text == ""
    assert kept(host) == []


# ---- JSON, for what waits on the phone


def test_a_phone_is_told_what_it_sent(client: TestClient, host: Host) -> None:
    sent = body(SENT | {"~id": ID})
    answer = client.post("/f/visit", content=sent, headers=JSON)
    assert answer.status_code == 200
    told = answer.json()
    (stored,) = kept(host)
    assert told == {
        "id": ID,
        "sha256": hashlib.sha256(sent).hexdigest(),
        "receipt": f"/r/{stored.receipt}",
        "code": stored.code,
    }
    # the same fill in other bytes: the first receipt, and the hash of what came now
    other = body([("~id", ID), *SENT.items()])
    again = client.post("/f/visit", content=other, headers=JSON).json()
    assert again == told | {"sha256": hashlib.sha256(other).hexdigest()}


def test_a_phone_is_told_of_problems_and_conflicts(client: TestClient, host: Host) -> None:
    bad = client.post("/f/visit", content=body({"~id": ID, "~lang": "en"}), headers=JSON)
    assert bad.status_code == 422
    assert bad.json()["id"] == ID
    (problem,) = bad.json()["problems"]
    assert (problem["pointer"], problem["keyword"]) == ("/house", "required")
    assert problem["severity"] == "error"
    assert problem["message"]
    client.post("/f/visit", content=body(SENT | {"~id": ID}), headers=JSON)
    conflict = client.post("/f/visit", content=body({"/house": "1", "~id": ID}), headers=JSON)
    assert conflict.status_code == 409
    (stored,) = kept(host)
    assert conflict.json() == {
        "id": ID,
        "conflict": "other",
        "receipt": f"/r/{stored.receipt}",
    }


@pytest.mark.parametrize(
    "pairs",
    [
        {"~v/house": r'"\ud800"'},
        {"~v/house": r'"a\u0000b"'},
        {"/house": "a\x00b"},
        {"/%ED%A0%80": "1", "/house": "1"},
        {"~v/house": "NaN"},
        {"~k/people/0": "x", "~p/": "", "~~": "", "/": "", "~do ": "x", "/house": "1"},
    ],
)
def test_what_no_text_should_hold_is_stored_or_told(
    client: TestClient, host: Host, pairs: dict[str, str]
) -> None:
    for accept in ("text/html", "application/json"):
        answer = client.post("/f/visit", data=pairs, headers={"accept": accept})
        assert answer.status_code in (200, 303, 422)
        answer.content.decode()
    for each in kept(host):
        assert client.get(f"/r/{each.receipt}").status_code == 200


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
