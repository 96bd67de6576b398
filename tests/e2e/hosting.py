"""A host with one form, that keeps what it is sent: the least that a page needs."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import formkit
from formkit.page.assets import asset, asset_names

HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "private, no-cache"}


class Host:
    """A WSGI application: `/` shows the form and takes it, `/?q=…` checks one question.

    What was read of each POST stands in `submissions`, its pairs in `posted`, checks in `checks`.
    `answers` and `options` go to `render_page`; `headers` are sent with every page.
    """

    def __init__(
        self,
        definition: "Mapping[str, Any] | formkit.Form",
        *,
        answers: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        page: Callable[[str], str] = str,
        **options: Any,
    ) -> None:
        is_form = isinstance(definition, formkit.Form)
        self.form = definition if is_form else formkit.load(dict(definition))
        self.answers = answers
        self.headers = {**HEADERS, **(headers or {})}
        self.page = page
        self.options = options
        self.origin = ""
        self.posted: list[list[tuple[str, str]]] = []
        self.submissions: list[formkit.Submission] = []
        self.checks: list[str] = []

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"].removeprefix("/static/")
        if path in asset_names():
            start_response("200 OK", [("Content-Type", asset(path).media_type)])
            return [asset(path).content]
        if path != "/":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b""]
        if environ["REQUEST_METHOD"] == "GET":
            return self._page(start_response, "200 OK", self.answers)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0)).decode()
        pairs = parse_qsl(body, keep_blank_values=True, errors="surrogateescape")
        submission = formkit.submit(self.form, pairs)
        asked = parse_qs(environ["QUERY_STRING"]).get("q")
        if asked:
            self.checks.append(asked[0])
            html = formkit.render_message(self.form, submission, asked[0])
            start_response("200 OK", list(self.headers.items()))
            return [html.encode()]
        self.posted.append(pairs)
        self.submissions.append(submission)
        if not submission.ok:
            status = "422 Unprocessable Content" if submission.problems else "200 OK"
            return self._page(start_response, status, submission)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(submission.answers).encode()]

    def _page(self, start_response: Callable[..., Any], status: str, answers: Any) -> list[bytes]:
        start_response(status, list(self.headers.items()))
        html = formkit.render_page(self.form, answers, **self.options)
        return [self.page(html).encode()]

    @property
    def got(self) -> Any:
        """The answers that were sent last."""
        return self.submissions[-1].answers
