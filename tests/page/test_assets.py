"""The files beside the page."""

import gzip
import hashlib
import re

import pytest

from formkit.page.assets import asset, asset_names, stylesheet_hash
from formkit.page.render import render_page
from tests.page.making import TEXT, form


def test_assets_are_made_once() -> None:
    assert asset("formkit.css") is asset("formkit.css")


@pytest.mark.parametrize("name", asset_names())
def test_an_asset_tells_what_it_is(name: str) -> None:
    found = asset(name)
    assert gzip.decompress(found.gzip) == found.content
    assert found.sha256 == hashlib.sha256(found.content).hexdigest()
    assert found.media_type.endswith("charset=utf-8")
    assert len(found.gzip) < len(found.content)


@pytest.mark.parametrize("name", ["", "../assets.py", "formkit.py", "htmx"])
def test_nothing_else_is_an_asset(name: str) -> None:
    with pytest.raises(KeyError):
        asset(name)


def test_the_stylesheet_in_the_page_is_the_one_that_its_hash_allows() -> None:
    html = render_page(form({"a": TEXT}))
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style.encode() == asset("formkit.css").content
    import base64

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert stylesheet_hash() == f"'sha256-{digest}'"


def test_the_script_is_small_compressed() -> None:
    # it checks answers and turns pages too, which saves a poor network the way to the server
    assert len(asset("formkit.js").gzip) <= 4300
