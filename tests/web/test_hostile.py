"""Whatever is thrown at a server: it answers with 2xx to 4xx, in words, and loses nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from formkit.web import Host, Settings, application
from formkit.web.openapi import document
from tests.postgres import postgres
from tests.searching import part
from tests.serving import serve
from tests.web.filling import FORM_TYPE, HERE, body, copy, kept, stock
from tests.web.staff import link

SENT = body({"/house": "Số 5"})
FORM = {"content-type": FORM_TYPE}
MULTIPART = "multipart/form-data; boundary=b"

# ---- by the OpenAPI document


@pytest.fixture(scope="module")
def hosted(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host for the whole module, with as few limits as can be."""
    folder = copy(stocked, tmp_path_factory.mktemp("hostile") / "data")
    host = Host(Settings(data=folder, log="faults", rate=0, free_disk=0))
    yield host
    host.close()


@pytest.fixture(scope="module")
def api(hosted: Host) -> Iterator[Any]:
    """What the host says that can be asked of it, and where."""
    load_all_checks()
    with serve(application(host=hosted)) as origin:
        yield schemathesis.openapi.from_url(f"{origin}/openapi.json")


OPERATIONS = [
    (path, method, mode)
    for path, item in document("")["paths"].items()
    for method, operation in item.items()
    for mode in GenerationMode
    # what takes nothing can't be asked wrongly
    if mode == GenerationMode.POSITIVE or {"parameters", "requestBody"} & operation.keys()
]


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
@part(4, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_the_document_allows_and_what_not(
    api: Any, path: str, method: str, mode: GenerationMode, data: st.DataObject
) -> None:
    """Requests made from the document, right and wrong ones: answers are as it says."""
    operation = api[path][method]
    case = data.draw(operation.as_strategy(generation_mode=mode))
    if method == "post" and mode == GenerationMode.POSITIVE:
        # else nearly all would end at a form that isn't there
        case.path_parameters["slug"] = "visit"
    told = case.call(headers={**HERE, **dict(case.headers or {})}, allow_redirects=False)
    checks = [not_a_server_error, response_schema_conformance]
    # what leaves the document, to another path or by another method, is told so in words
    if told.status_code not in (204, 404, 405):
        checks += [status_code_conformance, content_type_conformance]
    case.validate_response(told, checks=checks)


# ---- bytes that no browser sends


@pytest.fixture(scope="module")
def browser(hosted: Host) -> Iterator[TestClient]:
    """A browser of the host; an exception in the server is one in the test."""
    with TestClient(application(host=hosted), headers=HERE, follow_redirects=False) as made:
        yield made


_NAMES = st.sampled_from(
    b"/house /people/0/name /again ~id ~do ~form ~lang ~at ~v/house ~k/people/0 ~z/house ~b/ ~ / "
    b"// ~i2/house %".split()
)
_PIECES = st.one_of(st.binary(max_size=20), _NAMES)
_URLENCODED = st.lists(
    st.tuples(_PIECES, st.one_of(st.binary(max_size=40), st.sampled_from([b"add /people", b"5"]))),
    max_size=8,
).map(lambda pairs: b"&".join(quote_from_bytes(a).encode() + b"=" + b for a, b in pairs))
_PARTS = st.lists(
    st.tuples(st.sampled_from([b"name", b"filename", b"x"]), _PIECES, st.binary(max_size=40)),
    max_size=5,
).map(
    lambda parts: (
        b"".join(
            b'--b\r\nContent-Disposition: form-data; %s="%s"\r\n\r\n%s\r\n' % part for part in parts
        )
        + b"--b--\r\n"
    )
)
_TYPES = st.one_of(
    st.sampled_from(
        [FORM_TYPE, MULTIPART, "multipart/form-data", "text/plain", "application/json"]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30).map(
        lambda rest: f"multipart/form-data; boundary={rest}"
    ),
)


@given(
    content=st.one_of(st.binary(max_size=300), _URLENCODED, _PARTS),
    kind=_TYPES,
    query=st.binary(max_size=20),
    accept=st.sampled_from(["text/html", "application/json", "*/*", "", ";q=,"]),
    partial=st.booleans(),
)
def test_any_bytes_are_answered(
    browser: TestClient, content: bytes, kind: str, query: bytes, accept: str, partial: bool
) -> None:
    headers = {"content-type": kind, "accept": accept}
    if partial:
        headers["hx-request-type"] = "partial"
    path = f"/f/visit?{quote_from_bytes(query, safe=b'=&%q/')}"
    told = browser.post(path, content=content, headers=headers)
    assert 200 <= told.status_code < 500
    if told.status_code >= 400:
        assert told.text
    if "json" in told.headers["content-type"]:
        assert isinstance(told.json(), dict)


@given(
    cookie=st.binary(max_size=60).filter(lambda raw: not set(raw) & set(b"\r\n\0")),
    tag=st.binary(max_size=60).filter(lambda raw: not set(raw) & set(b"\r\n\0")),
    encoding=st.binary(max_size=60).filter(lambda raw: not set(raw) & set(b"\r\n\0")),
    path=st.sampled_from(["/", "/f/visit", "/r/x", "/nothing", "/w"]),
)
def test_any_headers_are_answered(
    browser: TestClient, cookie: bytes, tag: bytes, encoding: bytes, path: str
) -> None:
    browser.cookies.clear()
    headers = {"cookie": cookie, "if-none-match": tag, "accept-encoding": encoding}
    with browser.stream("GET", path, headers=headers) as told:
        assert 200 <= told.status_code < 500
        assert b"\r" not in b"".join(value for _, value in told.headers.raw)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (SENT, "", 415),
        (SENT, "text/plain", 415),
        (b'{"house":"5"}', "application/json", 415),
        (b"\xff\xfe", FORM_TYPE, 400),
        (b"%2Fhouse=%ff", FORM_TYPE, 400),
        (b"%2Fhouse=%C0%AF", FORM_TYPE, 400),
        (b"%2Fhouse=%ED%A0%80", FORM_TYPE, 400),
        (b"x=1&" * 10_000 + SENT, FORM_TYPE, 413),
        (b"a=" + b"b" * 2_000_000, FORM_TYPE, 413),
        (SENT, "multipart/form-data", 400),
        (SENT, MULTIPART, 400),
        (b"--b\r\n", MULTIPART, 422),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\n5\r\n--b--\r\n", MULTIPART, 400),
        (
            b'--b\r\nContent-Disposition: form-data; name="a"; filename="../a"\r\n\r\n5\r\n--b--',
            MULTIPART,
            415,
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n5\r\n' * 10_000 + b"--b--\r\n",
            MULTIPART,
            413,
        ),
        (b"%2Fhouse=" + b"9" * 100_000, FORM_TYPE, 422),
        (b"%2Fhouse=%00", FORM_TYPE, None),
        (b"%2F" + b"a%2F" * 100 + b"=5", FORM_TYPE, 422),
        (b"~v%2Fhouse=" + b"%5B" * 10_000, FORM_TYPE, 422),
        (b"~do=fly&%2Fhouse=5", FORM_TYPE, None),
        (b"~do=add+%2Fnothing&%2Fhouse=5", FORM_TYPE, None),
        (b"~form=nothing&%2Fhouse=", FORM_TYPE, 422),
        (b"~id=..%2F..%2Fetc&%2Fhouse=", FORM_TYPE, 422),
        (b"~id=" + b"a" * 100_000 + b"&%2Fhouse=", FORM_TYPE, 422),
        (b"~lang=%0d%0aX:+y&%2Fhouse=", FORM_TYPE, 422),
        (b"~at=tomorrow&%2Fhouse=", FORM_TYPE, 422),
        (b"", FORM_TYPE, 422),
    ],
)
def test_what_is_posted_amiss_is_told_in_words(
    browser: TestClient, hosted: Host, content: bytes, kind: str, status: int | None
) -> None:
    # a cookie names the fill that was stored before
    browser.cookies.clear()
    before = len(kept(hosted))
    told = browser.post("/f/visit", content=content, headers={"content-type": kind})
    assert told.status_code == status or (status is None and told.status_code < 500)
    assert "<h1" in told.text or told.status_code == 303
    if status is not None:
        assert len(kept(hosted)) == before


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def anywhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """A host on each of the databases."""
    folder = tmp_path_factory.mktemp("anywhere")
    with ExitStack() as stack:
        url = None
        if request.param == "postgresql":
            url = stack.enter_context(stack.enter_context(postgres()).database())
        stock(folder, url)
        host = Host(Settings(data=folder, database=url, log="faults", rate=0, free_disk=0))
        stack.callback(host.close)
        yield host


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ufffe", "x" * 3_000, "%", "'", "\\"])
def test_a_text_that_no_column_holds_is_found_nowhere(anywhere: Host, text: str) -> None:
    told = quote(text, safe="")
    with TestClient(application(host=anywhere), headers=HERE, follow_redirects=False) as client:
        stored = client.post("/f/visit", content=body({"/house": text}), headers=FORM).status_code
        of_old = client.post(
            "/f/visit", content=body({"/house": "Số 5", "~form": text}), headers=FORM
        )
        client.post(link(anywhere))
        for path in ("/f/{}", "/r/{}", "/w/enter/{}", "/w/forms/{}", "/w/answers/{}"):
            assert client.get(path.format(told)).status_code in (404, 410), path
        for path in ("/f/visit?lang={}", "/w/answers?code={}", "/w/answers?form={}"):
            assert client.get(path.format(told)).status_code in (200, 404), path
    assert stored in (303, 422)
    assert of_old.status_code == 422


@pytest.mark.parametrize("name", ["location", "set-cookie", "x-own"])
def test_nothing_that_is_sent_becomes_a_header(browser: TestClient, name: str) -> None:
    split = f"a\r\n{name}: evil"
    for path in (f"/f/visit?lang={split}", f"/{split}", f"/r/{split}", f"/f/{split}"):
        told = browser.get(path.replace("\r", "%0d").replace("\n", "%0a").replace(" ", "%20"))
        assert "evil" not in str(told.headers)
    told = browser.post(
        "/f/visit",
        content=body({"/house": split, "~id": split, "~lang": split, "~at": split}),
        headers={**FORM, "cookie": "fill=evil%0d%0a.evil"},
    )
    assert "evil" not in str(told.headers)


def test_ten_thousand_pairs_are_read_where_they_are_let(hosting: Callable[..., Host]) -> None:
    with TestClient(application(host=hosting(pairs_limit=20_000)), headers=HERE) as client:
        many = [(f"/people/{number}/name", "An") for number in range(9_999)]
        content = body([("/house", "5"), *many])
        told = client.post(
            "/f/visit",
            content=content,
            headers={**FORM, "accept": "application/json"},
        )
    assert told.status_code in (200, 422)
