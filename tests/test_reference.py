"""Everything that has a name stands in the reference: what is new can't be forgotten there."""

import importlib.util
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest
from attrs import fields

import formkit
import formkit.testing
from formkit.definition.jsontext import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_VALUES
from formkit.definition.keywords import KEYWORDS as STANDARD
from formkit.definition.nodes import MAX_QUESTIONS
from formkit.definition.remarks import FINDINGS, REASON
from formkit.definition.vocabulary import KEYWORDS, WIDGETS
from formkit.definition.words import WORDS
from formkit.filling.messages import SENTENCES
from formkit.filling.pairs import MAX_PAIRS, META
from formkit.filling.validation import _PARAMS
from formkit.page.assets import asset_names
from formkit.pointer import MAX_SEGMENTS
from formkit.web.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"


def written(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def told() -> ModuleType:
    """What writes parts of the reference while the pages are built."""
    path = ROOT / "docs" / "_ext" / "reference.py"
    spec = importlib.util.spec_from_file_location("docs_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def missing(names: Iterable[str], text: str) -> list[str]:
    """The names that don't stand in the text as code."""
    known = set(re.findall(r"`([^`\n]+)`", text))
    return [name for name in names if name not in known]


# ---- Python


@pytest.mark.parametrize("package", [formkit, formkit.testing])
def test_every_public_name_stands_there(package: ModuleType) -> None:
    page = written("api")
    for name in package.__all__:
        whole = re.escape(f"{package.__name__}.{name}")
        assert re.search(rf"auto(function|class):: {whole}$", page, re.MULTILINE), name
        assert getattr(package, name).__doc__


def test_the_state_of_a_submission_is_said_to_be_opaque() -> None:
    assert "`state` is opaque" in written("api")


def test_every_file_that_is_served_is_named() -> None:
    page = (ROOT / "docs" / "how-to" / "serve-assets.md").read_text(encoding="utf-8")
    assert all(name in page for name in asset_names())


# ---- the vocabulary


def test_every_keyword_stands_there_with_an_example(told: ModuleType) -> None:
    assert "{told} vocabulary" in written("vocabulary")
    text = "\n".join(told.vocabulary())
    for keyword, schema in KEYWORDS.items():
        _, found, after = text.partition(f"## `{keyword}`\n")
        assert found, keyword
        part = after.partition("\n## ")[0]
        assert schema["description"] in part
        assert ("```json" in part and "Stands at " in part) or "Reserved for" in part


def test_every_widget_stands_there() -> None:
    templates = ROOT / "formkit" / "page" / "templates" / "fields"
    drawn = [path.stem for path in templates.glob("*.html")]
    assert missing({*WIDGETS, *drawn}, written("widgets")) == []


# ---- JSON Schema


def test_every_keyword_of_the_standard_stands_there() -> None:
    assert missing(STANDARD, written("json-schema")) == []


def test_every_reason_for_not_showing_stands_there(told: ModuleType) -> None:
    assert "{told} reasons" in written("json-schema")
    text = "\n".join(told.reasons())
    assert all(reason.rstrip(": ") in text for reason in REASON)


# ---- problems


def test_every_keyword_of_a_problem_stands_there() -> None:
    page = written("problems")
    assert missing({*SENTENCES, *_PARAMS}, page) == []
    assert missing(set(_PARAMS.values()), page) == []


def test_our_own_keywords_stand_there_with_their_params() -> None:
    _, _, own = written("problems").partition("## formkit's own")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| ([^|]*) \|", own, re.MULTILINE))
    assert set(rows) == {
        *("x-recommended", "ambiguous", "repeated", "json", "depth", "name", "pairs", "version"),
        *("button", "key", "choice"),
    }
    form = formkit.load(
        {
            "type": "object",
            "properties": {
                "size": {"type": "number"},
                "name": {"type": "string", "x-recommended": True},
                "more": {"type": "object", "additionalProperties": {"type": "string"}},
                "either": {"type": ["string", "number"]},
            },
        }
    )
    submissions = [
        [("~lang", "vi"), ("/size", "1.234")],
        [("/size", "1"), ("/size", "2")],
        [("~v/name", "{"), ("~v/other", "{")],
        [("/nobody", "1"), ("~form", "0" * 64)],
        [("~do", "fly")],
        [("~k/more/0", "a")],
        [("~t/either", "9")],
        [("~v/name", "[" * 63 + "1" + "]" * 63)],
        [("host", "")] * (MAX_PAIRS + 1),
    ]
    met: dict[str, set[str]] = {}
    for pairs in submissions:
        for problem in formkit.submit(form, pairs).problems:
            met.setdefault(problem.keyword, set()).update(problem.params)
    assert met.keys() >= rows.keys() - {"depth"}
    for keyword in met.keys() & rows.keys():
        assert missing(met[keyword], rows[keyword]) == [], keyword


# ---- names of inputs


def test_every_mark_stands_there() -> None:
    page = written("input-names")
    assert missing(META, page) == []
    kinds = {
        "~p/…": {"type": "object", "properties": {"b": {"type": "string"}}},
        "~n/…": {"type": "array", "items": {"type": "string"}},
        "~z/…": {"type": "string", "format": "date-time"},
        "~v/…": {"type": "string"},
        "~b/…": {"oneOf": [{"type": "string"}, {"properties": {"b": {"type": "string"}}}]},
        "~b.allOf.0.oneOf/…": {
            "allOf": [
                {"oneOf": [{"properties": {n: {"type": "string"}}} for n in names]}
                for names in ("bc", "de")
            ],
        },
        "~t/…": {"type": ["string", "integer"]},
        "~k/…": {"type": "object", "additionalProperties": {"type": "string"}},
        "~i2/…": {"oneOf": [{"title": "A", "type": "string"}, {"title": "B", "type": "integer"}]},
    }
    assert missing(kinds, page) == []
    values = {"~p/…": {}, "~n/…": [], "~z/…": "2026-03-05T14:30:00Z", "~v/…": "", "~k/…": {"b": ""}}
    for mark, question in kinds.items():
        form = formkit.load({"type": "object", "properties": {"a": question}})
        html = formkit.render(form, {"a": values.get(mark, "x")})
        assert f'name="{mark[:-1]}a' in html, mark


def test_every_button_stands_there() -> None:
    actions = re.findall(r'f\.do\(["\'](\w+)|press\(["\'](\w+)', _templates())
    pressed = {one or other for one, other in actions}
    assert {"add", "open", "branch", "remove"} <= pressed
    assert missing((f"{action} <pointer>" for action in pressed), written("input-names")) == []


def _templates() -> str:
    folder = ROOT / "formkit" / "page" / "templates"
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))


# ---- commands and settings


def test_every_command_and_option_stands_there(told: ModuleType) -> None:
    assert "{told} commands" in written("commands")
    text = "\n".join(told.commands())
    assert {"check", "render"} <= set(told.command_names())
    for name in ("", *told.command_names()):
        help_text = told.help_of(name)
        assert help_text.startswith("Usage: formkit")
        assert help_text in text
    for option in ("--language", "--answers", "--help", "--version", "PATH", "FORM"):
        assert option in text


def test_every_setting_stands_there(told: ModuleType) -> None:
    page = written("settings")
    assert "{told} settings" in page
    text = "\n".join(told.settings())
    for setting in fields(Settings):
        assert f"## `{setting.name}`" in text
        assert f"`FORMKIT_{setting.name.upper()}`" in text
        assert setting.metadata["told"].endswith(".")
        # what the command line takes is what the reference says it takes
        option = f"--{setting.name.replace('_', '-')}"
        assert setting.metadata["option"] == (f"`{option}`" in text)
        assert setting.metadata["option"] == (option in told.help_of("serve"))
    sources = [ROOT / "dev", *(ROOT / "tests").glob("*.py"), *(ROOT / "formkit").rglob("*.py")]
    found = set()
    for path in sources:
        # a name of the environment is quoted, or a shell's own
        found.update(re.findall(r"[\"'{$](FORMKIT_[A-Z]+)\b", path.read_text(encoding="utf-8")))
    assert missing(found, page + text) == []
    usage = subprocess.run(["./dev", "help"], cwd=ROOT, check=True, capture_output=True, text=True)
    for option in re.findall(r"\[(--\w+)", usage.stdout):
        assert option in page


# ---- limits


def test_every_code_of_a_fault_stands_there(told: ModuleType) -> None:
    page = written("limits")
    assert "{told} faults" in page
    assert "{told} findings" in page
    refused, found = "\n".join(told.faults()), "\n".join(told.findings())
    codes = {code.partition(" ")[0] for code in WORDS}
    assert missing(codes - FINDINGS.keys(), refused) == []
    assert missing(FINDINGS, found) == []


def test_the_errors_among_what_lint_finds_are_named() -> None:
    """By the calls in the code: `error(place, "code", …)`, or `tell(…)` where it depends."""
    _, _, after = written("limits").partition("These are only for `lint`. Errors are")
    always, _, kind = after.partition(" and in a form whose")
    sources = [
        path.read_text(encoding="utf-8") for path in (ROOT / "formkit/definition").glob("*.py")
    ]
    for call, text in (("error", always), ("tell", kind.partition("All others")[0])):
        codes = {
            code
            for source in sources
            for code in re.findall(rf'\b{call}\(\s*\w+,\s*"([a-z-]+)"', source)
        }
        assert codes <= FINDINGS.keys()
        named = set(re.findall(r"`([a-z-]+)`", text)) - {"x-form", "kind"}
        assert named == codes, call


def test_every_limit_stands_there(told: ModuleType) -> None:
    page = written("limits")
    text = ""
    for name in ("definition_limits", "pair_limits", "answer_limits"):
        assert "{told} " + name in page
        text += "\n".join(getattr(told, name)())
    limits = (MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_PAIRS, MAX_QUESTIONS, MAX_SEGMENTS, MAX_VALUES)
    assert all(f"{limit:,}" in text for limit in limits)
