"""Patterns mean what a browser's `new RegExp(pattern, "u")` means, in bounded time and memory."""

import json
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.definition import patterns
from formkit.definition.ecma import MAX_DEPTH, MAX_LENGTH
from formkit.definition.patterns import Pattern, PatternError, compile_pattern

# The figure to reach is 0.1 s; coverage and a busy machine take their share of a test's time.
AT_ONCE = 0.5

VECTORS = json.loads(Path(__file__, "../../vectors/patterns.json").resolve().read_text())

NODE = """
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(([pattern, text]) => {
  try { return new RegExp(pattern, "u").test(text) } catch { return null }
})))
"""


def verdict(pattern: str, text: str) -> bool | None:
    """As the vectors have it: None for a pattern that is refused."""
    try:
        return compile_pattern(pattern).search(text)
    except PatternError:
        return None


def browser(cases: list[tuple[str, str]]) -> list[bool | None]:
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        pytest.skip("node isn't on this machine; the vectors stand for it")
    done = subprocess.run(
        [node, "-e", NODE], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    answer: list[bool | None] = json.loads(done.stdout)
    return answer


def test_there_are_enough_vectors() -> None:
    assert len(VECTORS) >= 450


def test_patterns_mean_what_a_browser_means() -> None:
    wrong = [(p, t, e) for p, t, e in VECTORS if verdict(p, t) is not e]
    assert wrong == []


def test_the_vectors_are_what_node_says() -> None:
    assert browser([(p, t) for p, t, _ in VECTORS]) == [e for *_, e in VECTORS]


PIECES = (
    *("a", "b", ".", r"\d", r"\w", r"\W", r"\s", r"\S", "[ab]", "[^a]", "[]", "[^]", r"\p{L}"),
    *(r"\P{Lu}", r"[\d_]", r"\u{1F600}", "é", "^", "$", r"\b", "[a-c-]", r"\xe9", r"[\p{L}\n]"),
    *(r"\1", r"\2", r"[\w-]", "\n", r"\0", r"\cA"),
)
BROKEN = (
    *("(", ")", "|", "*", "+", "?", "{2}", "{1,", "{,1}", "]", "}", "(?:", "(?=", "(?!", "(?<="),
    *("(?<!", "(?<n>", r"\k<n>", r"\-", "-", r"\ud83d"),
)
CHARACTERS = ("a", "b", "é", "1", "_", "\n", " ", "😀", "A", "\u2028", "-", "c", "ế", "\0", "\x01")


def made_up(chance: random.Random, depth: int) -> str:
    kind = chance.random()
    if depth == 0 or kind < 0.45:
        return chance.choice(PIECES)
    inner = made_up(chance, depth - 1)
    if kind < 0.6:
        return inner + made_up(chance, depth - 1)
    if kind < 0.7:
        return f"(?:{inner}|{made_up(chance, depth - 1)})"
    if kind < 0.78:
        return f"({inner})"
    if kind < 0.9:
        count = chance.choice(["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "??"])
        return f"(?:{inner}){count}"
    if kind < 0.95:
        return f"({chance.choice(['?=', '?!', '?<=', '?<!'])}{inner})"
    return inner + chance.choice(BROKEN)


def test_made_up_patterns_mean_what_node_means() -> None:
    chance = random.Random(2020_12)
    cases = [
        (pattern, "".join(chance.choices(CHARACTERS, k=chance.randint(0, 6))))
        for pattern in (made_up(chance, 4) for _ in range(3_000))
        for _ in range(3)
    ]
    expected = browser(cases)
    wrong = [(*c, e) for c, e in zip(cases, expected, strict=True) if verdict(*c) is not e]
    assert wrong == []


def test_both_engines_agree() -> None:
    apart = []
    for source, text, expected in VECTORS:
        if expected is not None and (pattern := compile_pattern(source)).engine == "re2":
            slow = pattern._backtrack(text, 1)
            if slow is not None and slow is not expected:
                apart.append((source, text))
    assert apart == []


@given(st.text(st.sampled_from("ab\\()[]{}|*+?.^$-,<>=!:pPuUxkcdDwWsSbB0123Lé\ud83d\ude00\n")))
@settings(max_examples=300)
def test_any_text_is_a_pattern_or_refused(source: str) -> None:
    try:
        pattern = compile_pattern(source)
    except PatternError as error:
        where = error.position
    else:
        where = 0
        assert pattern.search("ab") in (True, False)
    assert 0 <= where <= len(source)


@pytest.mark.parametrize(
    ("source", "engine", "lookaround"),
    [
        (r"^0[0-9]{9}$", "re2", False),
        (r"^[\p{L} ]+$", "re2", False),
        (r"^[\p{L} .'-]{2,80}$", "regex", False),
        (r"a{1001}", "regex", False),
        (r"a(?=b)", "regex", True),
        (r"x|(?:(a)\1)*", "regex", True),
    ],
)
def test_engine(source: str, engine: str, lookaround: bool) -> None:
    pattern = compile_pattern(source)
    assert (pattern.engine, pattern.lookaround) == (engine, lookaround)
    assert repr(pattern) == f"<Pattern {source!r} {engine}>"
    assert compile_pattern(source) is pattern


def test_position_and_reason() -> None:
    with pytest.raises(PatternError, match=r"there is nothing that this '\*' repeats") as caught:
        compile_pattern("ab|*")
    assert caught.value.position == 3
    assert str(caught.value) == f"{caught.value.reason} (at 3)"


@pytest.mark.parametrize(
    "source",
    [
        "a" * (MAX_LENGTH + 1),
        "(?:" * (MAX_DEPTH + 1) + ")" * (MAX_DEPTH + 1),
        "(?:a{1000}){1000}",
        "a{99999999999999}",
        "a{20000}",
        "(?:(?:a|b|cd){70}){70}",
        "(?:(?:(?:(?:a{50}){50}){50}){50}){50}",
        r"\p{L}" * 1500,
        r"(?:[\p{Alphabetic}\p{Emoji}]|b)" * 250,
        "(?=(a|b)?c)" * 300,
        "[^]*" * 900 + "(?=x)",
    ],
)
def test_what_is_too_large_is_refused_at_once(source: str) -> None:
    began = time.thread_time()
    with pytest.raises(PatternError):
        Pattern(source)
    assert time.thread_time() - began < AT_ONCE


LETTERS = "".join(random.Random(1).choices("ab", k=1_000_000))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"^(a+)+$", "a" * 50 + "!"),
        (r"^(?=(a+)+$)", "a" * 50 + "!"),
        (r"^(a|a)*(?=b)", "a" * 50),
        (r"a[ab]{900}c", LETTERS),
        (r"a[ab]{900}c", LETTERS[:5000]),
        (r"(?:(?:(?:a?){1000})+)*(?=x)", LETTERS),
        (r"(.*)(.*)(.*)(.*)(.*)\1\2x", LETTERS),
        (r"(?=(?:a{0,1000}){0,1000}c)", LETTERS),
        (r"a{19000}", LETTERS),
        ("|".join(f"word{i}" for i in range(900)), "x" * 100_000),
    ],
)
def test_no_search_takes_long(source: str, text: str) -> None:
    pattern = Pattern(source)
    began = time.thread_time()
    assert pattern.search(text) is False
    assert time.thread_time() - began < AT_ONCE


def test_time_running_out_is_told() -> None:
    pattern = compile_pattern(r"^(?:a|a)*(?:b(?=c)|\b)$")
    assert pattern.decide("a" * 40 + "!") is None
    assert pattern.decide("aaa") is True
    assert pattern.decide("aaa", seconds=0) is None


def test_a_long_text_goes_to_the_engine_with_a_limit() -> None:
    pattern = compile_pattern(r"^[\p{L} ]+$")
    assert pattern.search("ế " * 50_000)
    assert not pattern.search("ế " * 50_000 + "1")


def test_a_long_text_is_undecided_where_no_engine_takes_it() -> None:
    pattern = compile_pattern("|".join(f"word{i}" for i in range(900)))
    assert pattern.engine == "re2"
    assert pattern.decide("word7") is True
    assert pattern.decide("x" * 100_000) is None


def test_surrogates() -> None:
    assert compile_pattern("^.$").search("\ud83d\ude00")
    assert compile_pattern("^.(?!x)$").search("\ud83d\ude00")
    assert not compile_pattern("^[a-z]$").search("\ud83d")
    assert compile_pattern(r"^[\ud000-\ue000]$").search("\ud83d")
    assert compile_pattern(r"^[\ud000-\ue000]$").search("\ud7ff")


def test_a_pair_of_surrogates_in_a_pattern_is_one_character() -> None:
    assert compile_pattern("^\ud83d\ude00{2}$").search("😀😀")
    assert compile_pattern("^[\ud83d\ude00]$").search("😀")


@pytest.mark.parametrize(
    ("source", "portable"),
    [
        ("^0[0-9]{2}$", r"\A0(?:[\x{30}-\x{39}]){2,2}\z"),
        ("(?:a|b)", "(?:a|b)"),
        (r"\bé", None),
        (r"\p{L}", None),
        ("a(?=b)", None),
        ("(?:a{1000}|b){1,9}", None),
        ("^.{1,999}$", None),
    ],
)
def test_what_other_engines_read_alike(source: str, portable: str | None) -> None:
    assert compile_pattern(source).portable == portable


def test_the_time_limit_is_what_the_contract_says() -> None:
    assert patterns.TIME_LIMIT == 0.05
