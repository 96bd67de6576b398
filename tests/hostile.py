"""What no page would send: pairs that are changed, renamed, or made up."""

from collections.abc import Sequence

from hypothesis import strategies as st

from formkit.testing.words import ODD_NAMES, odd_texts

Pairs = list[tuple[str, str]]


def shown(text: str) -> str:
    """A text as a document can hold it."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" or c == "\0" else c for c in text)


def mutations(pairs: Pairs) -> st.SearchStrategy[Pairs]:
    """These pairs with some dropped, told twice, changed, renamed or joined by others."""
    return st.lists(st.tuples(st.integers(0, max(len(pairs) - 1, 0)), _CHANGES), max_size=4).map(
        lambda changes: _mutated(pairs, changes)
    )


def _mutated(pairs: Pairs, changes: Sequence[tuple[int, tuple[str, str]]]) -> Pairs:
    found = list(pairs)
    for at, (change, text) in changes:
        at = min(at, len(found) - 1)
        if change == "add" or at < 0:
            found.append((text, text))
            continue
        name, value = found[at]
        if change == "drop":
            del found[at]
        elif change == "repeat":
            found.append((name, text))
        elif change == "change":
            found[at] = (name, text)
        elif change == "mark":
            found.append((text[:4] + name, value))
        elif change == "inside":
            found.append((name + "/" + text, value))
        else:
            found[at] = (name[: len(name) // 2] + text, value)
    return found


_HOSTILE_TEXTS = st.one_of(
    st.sampled_from(
        (
            "",
            " ",
            "0",
            "-1",
            "1.234",
            "1,5",
            "1e400",
            "-0",
            "9" * 5_000,
            "null",
            "true",
            "false",
            '"a"',
            "{}",
            "[]",
            "[1",
            "NaN",
            '{"a":1,"a":2}',
            "[" * 3_000,
            "2026-02-30",
            "2026-03-05",
            "07:30",
            "line\nbreak",
            "\r",
            "a\x00b",
            "\ud800",
        )
    ),
    odd_texts(8),
    st.text(max_size=6),
)
_HOSTILE_NAMES = st.one_of(
    st.sampled_from(
        (
            "",
            "/",
            "//",
            "~",
            "~p",
            "~p/",
            "~v",
            "~v/",
            "~n/a",
            "~z/a",
            "~b/a",
            "~b.allOf.0.oneOf/a",
            "~t/a",
            "~k/a/0",
            "~i2/a",
            "~i999999/a",
            "~i2~v/a",
            "~do",
            "~id",
            "~lang",
            "~form",
            "~at",
            "~?",
            "/%",
            "/%ZZ",
            "/%ED%A0%80",
            "/%FF",
            "/~",
            "/~2",
            "/a/1000000000",
            "/a/-1",
            "/a/٣",
            "/" * 3_000,
            "~v" + "/a" * 3_000,
            "csrf",
        )
    ),
    st.sampled_from(ODD_NAMES).map(lambda name: "/" + name),
    st.text(max_size=6).map(lambda name: "/" + name),
    st.text(max_size=6),
)
_CHANGES = st.tuples(
    st.sampled_from(("drop", "repeat", "change", "change", "mark", "inside", "rename", "add")),
    st.one_of(_HOSTILE_TEXTS, _HOSTILE_NAMES),
)


def hostile_pairs() -> st.SearchStrategy[Pairs]:
    """Pairs that no form asks for."""
    return st.lists(st.tuples(_HOSTILE_NAMES, _HOSTILE_TEXTS), max_size=3)
