"""What becomes of a form that is sent: the id of a fill, in every order of events."""

import hashlib
import threading

import pytest
from starlette.testclient import TestClient

from formkit.web.host import Host
from tests.web.filling import FORM_TYPE, body, kept, shown_id, value_of

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
