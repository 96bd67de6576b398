"""The official suite of JSON Schema 2020-12, by the judge alone, each schema as it stands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from formkit.filling import judge as judging
from formkit.filling.judge import Judge

REMOTE = "http://localhost:1234/"


@pytest.fixture(scope="module")
def suite(corpora: Path) -> Path:
    return corpora / "JSON-Schema-Test-Suite"


@pytest.fixture(scope="module")
def remotes(suite: Path) -> "Registry[Any]":
    folder = suite / "remotes"
    return (
        Registry()
        .with_resources(
            (
                REMOTE + path.relative_to(folder).as_posix(),
                Resource.from_contents(
                    json.loads(path.read_text()), default_specification=DRAFT202012
                ),
            )
            for path in folder.rglob("*.json")
        )
        .crawl()
    )


def judge_of(schema: Any, remotes: "Registry[Any]", *, formats: bool) -> Judge:
    resource = DRAFT202012.create_resource(schema)
    uri = resource.id() or "urn:formkit:suite"
    registry = remotes.with_resource(uri, resource).crawl()
    return Judge.of(schema, registry=registry, uri=uri, formats=formats)


def cases(folder: Path) -> Iterator[tuple[str, Any, list[Any]]]:
    for path in sorted(folder.glob("*.json")):
        for case in json.loads(path.read_text()):
            yield f"{path.stem}: {case['description']}", case["schema"], case["tests"]


def wrong(folder: Path, remotes: "Registry[Any]", *, formats: bool) -> tuple[int, list[str]]:
    count, missed = 0, []
    for name, schema, tests in cases(folder):
        judge = judge_of(schema, remotes, formats=formats)
        for test in tests:
            count += 1
            if judge.is_valid(test["data"]) is not test["valid"]:
                missed.append(f"{name}: {test['description']}")
    return count, missed


@pytest.fixture(params=["first judge", "last judge alone"])
def with_first(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if request.param == "first judge":
        pytest.importorskip("jsonschema_rs", reason="the first judge isn't installed")
        return True
    monkeypatch.setattr(judging, "first_judge", lambda *_, formats: None)
    return False


@pytest.mark.usefixtures("with_first")
def test_main(suite: Path, remotes: "Registry[Any]") -> None:
    count, missed = wrong(suite / "tests/draft2020-12", remotes, formats=False)
    print(f"{count - len(missed)} of {count} verdicts of the main tests")
    assert missed == []
    assert count == 1299


@pytest.mark.usefixtures("with_first")
def test_formats(suite: Path, remotes: "Registry[Any]") -> None:
    count, missed = wrong(suite / "tests/draft2020-12/optional/format", remotes, formats=True)
    print(f"{count - len(missed)} of {count} verdicts of the format tests")
    assert missed == []
    assert count == 764


def test_the_first_judge_calls_nothing_valid_that_isnt(
    suite: Path, remotes: "Registry[Any]"
) -> None:
    pytest.importorskip("jsonschema_rs", reason="the first judge isn't installed")
    lies, said = [], 0
    for folder in ("tests/draft2020-12", "tests/draft2020-12/optional/format"):
        for name, schema, tests in cases(suite / folder):
            first = judge_of(schema, remotes, formats=folder.endswith("format"))._first
            for test in tests:
                if first is not None and first(test["data"]):
                    said += 1
                    if not test["valid"]:
                        lies.append(f"{name}: {test['description']}")
    assert lies == []
    assert said > 900
