"""The stylesheet: light, readable, and one place for every colour."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest

from formkit.page.assets import asset, stylesheet_hash

SOURCE = (Path(__file__).resolve().parents[2] / "formkit/page/static/formkit.css").read_text(
    "utf-8"
)
SERVED = asset("formkit.css").content.decode()
SCHEMES = {
    name: dict(re.findall(r"--fk-([a-z-]+):(#[0-9a-f]{3,6})\b", block))
    for name, block in zip(
        ("light", "dark"), re.findall(r":root[^{]*\{([^}]*)\}", SERVED), strict=False
    )
}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_no_line_break_parts_what_would_else_run_together() -> None:
    lines = re.sub(r"/\*.*?\*/", "", SOURCE, flags=re.DOTALL).split("\n")
    ends = [line.strip() for line in lines if line.strip()]
    for line, following in pairwise(ends):
        assert line[-1] in "{};," or following[0] == "}"
    assert "".join(ends) == SERVED


def test_it_is_at_most_6_kilobytes_compressed() -> None:
    assert len(gzip.compress(SOURCE.encode(), 9)) <= 6 * 1024


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("ink", ("paper", "card", "tint", "bad-tint", "warn-tint")),
        ("soft", ("paper", "card", "tint")),
        ("accent", ("paper", "card", "tint")),
        ("on-accent", ("accent",)),
        ("bad", ("paper", "card", "bad-tint")),
        ("paper", ("bad",)),
        ("warn", ("paper", "card", "warn-tint")),
    ],
)
def test_text_has_a_contrast_of_seven(scheme: str, text: str, grounds: tuple[str, ...]) -> None:
    colours = SCHEMES[scheme]
    assert {
        ground: contrast(colours[text], colours[ground]) >= 7 for ground in grounds
    } == dict.fromkeys(grounds, True)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("line", ["line", "edge", "focus"])
def test_borders_and_the_focus_have_a_contrast_of_three(scheme: str, line: str) -> None:
    colours = SCHEMES[scheme]
    assert min(contrast(colours[line], colours[ground]) for ground in ("paper", "card")) >= 3


def test_every_colour_stands_in_a_property() -> None:
    rules = re.sub(r":root[^{]*\{[^}]*\}", "", SERVED)
    rules = re.sub(r'url\("[^"]*"\)', "", rules)
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules) == []
    assert set(re.findall(r"var\(--fk-([a-z-]+)\)", rules)) <= set(
        re.findall(r"--fk-([a-z-]+):", SERVED)
    )
    assert SCHEMES["light"].keys() == SCHEMES["dark"].keys()


def test_text_is_never_cut_off() -> None:
    assert not re.search(r"overflow\s*:\s*(hidden|clip)|line-clamp", SERVED)
    assert not re.search(r"(?<![-\w])height:\s*[\d.]+(rem|px)[^}]*overflow", SERVED)


def test_it_knows_every_way_of_being_looked_at() -> None:
    for query in (
        "prefers-color-scheme:dark",
        "forced-colors:active",
        "prefers-reduced-motion",
        "print",
        "scripting:enabled",
    ):
        assert f"@media ({query})" in SERVED or f"@media {query}" in SERVED or query in SERVED


def test_old_browsers_understand_its_selectors() -> None:
    """Chrome 87 drops a whole rule for one selector that it doesn't know."""
    assert not re.search(r":(is|where)\(", SERVED)
    for selectors in re.findall(r"([^{}]*:has\([^{}]*)\{", SERVED):
        assert "," not in re.sub(r"\([^()]*(\([^()]*\))*[^()]*\)", "", selectors)


def test_no_rule_is_about_whatever_stands_beside_something() -> None:
    # with one, a row that comes or goes has all others styled anew: 843 elements instead of 342
    assert re.findall(r"[+~]\s*(?:\*|:)", SERVED) == []


def test_it_is_served_without_comments() -> None:
    assert "/*" in SOURCE
    assert "/*" not in SERVED
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", stylesheet_hash())
