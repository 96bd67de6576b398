"""Pages written by hand, with the script as it is served."""

import json
from collections.abc import Callable
from html import escape
from typing import Any

from playwright.sync_api import Page

from formkit.page.assets import asset
from tests.conftest import Site

Opened = Callable[..., Page]

HEAD = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>t</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
<script defer src="/formkit.js"></script>
<style>.vh{position:absolute;clip-path:inset(50%)}.js [data-if]:not([data-on]){display:none}
input,button,select{min-height:48px}fieldset{margin:0}</style>"""
START = """<form class="fk" method="post" action="/sent" lang="{language}" data-lang="{language}"
 data-say="Có thêm câu hỏi:"><button class="vh" tabindex="-1" aria-hidden="true"></button>
<input type="hidden" name="~id" value="{id}"><input type="hidden" name="~at" value="{at}">"""
END = """<p class="vh say" role="status"></p><button class="main">Gửi</button></form>"""


def form(body: str, *, language: str = "vi", id: str = "", at: str = "") -> str:  # noqa: A002
    return START.format(language=language, id=id, at=at) + body + END


def text(name: str, label: str = "", attributes: str = "", value: str = "") -> str:
    name = escape(name)
    return (
        f'<div class="q"><label>{label or name}'
        f'<input name="{name}" value="{escape(value)}" {attributes}></label></div>'
    )


def branch(condition: Any, body: str, at: str = "") -> str:
    asked = escape(json.dumps(condition))
    return f'<fieldset class="b" data-if="{asked}" data-at="{at}">{body}</fieldset>'


def is_(name: str, value: Any) -> dict[str, Any]:
    return {"properties": {name: {"const": value}}, "required": [name]}


def opener(page: Page, site: Site) -> Opened:
    """Opens a page with forms and the script as it is served."""

    def open_(*forms: str, before: str = "") -> Page:
        pages = {
            "/": (HEAD + before + "".join(forms)).encode(),
            "/formkit.js": asset("formkit.js").content,
            "/sent": b"<!doctype html><title>sent</title><link rel=icon href=data:,>",
            "/other": b"<!doctype html><title>other</title><link rel=icon href=data:,>",
        }
        page.goto(site(pages))
        return page

    return open_


def answers(page: Page, number: int = 0) -> Any:
    """What the script reads: as text, so that no key is taken for something else."""
    return json.loads(
        page.evaluate("n => JSON.stringify(formkit.apply(document.forms[n]))", number)
    )


def shows(page: Page, name: str) -> bool:
    control = page.locator(f'[name="{name}"]')
    return control.is_visible() and control.is_enabled()
