"""Keys, codes and keywords of the ready forms: what can't change once a form is published."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.schemas.reading import (
    DOCUMENTS,
    FORMS,
    REGISTRY,
    SHARED,
    all_questions,
    nodes,
)

# What is asked, in order, with the codes of its options. A published key or code never changes:
# who changes a line here changes what stored answers mean.
HELPER_KIND = "union official employee company shop"
RESULT = "self helped part referred none"
BLOCK = "nophone idcard sim pass olddev police net time other"
HEAD = {
    "date": "",
    "ward": "",
    "area": "",
    "team": "",
    "volunteer_code": "",
    "helper_kind": HELPER_KIND,
}
RETURN = {
    "again": "yes no",
    "again_date": "",
    "again_ref": "",
    "call_ok": "yes no",
    "call_name": "",
    "phone": "",
}
QUESTIONS = {
    "household-visit": HEAD
    | {
        "contact": "met absent declined",
        "ok": "yes no",
        "n_helped": "",
        "n_60plus": "",
        "device": "yes shared no",
        "people": "",
        "people/*/tasks": "vneid esign dvc cds pay safe other",
        "people/*/vneid_level": "0 1 2 unknown",
        "people/*/result_vneid": RESULT,
        "people/*/result_esign": RESULT,
        "people/*/result_dvc": RESULT,
        "people/*/result_cds": RESULT,
        "people/*/result_pay": RESULT,
        "people/*/result_safe": RESULT,
        "people/*/result_other": RESULT,
        "people/*/block": BLOCK,
        "safe_told": "",
    }
    | RETURN,
    "small-trader": HEAD
    | {
        "market": "",
        "stall_ref": "",
        "ok": "yes no",
        "accepts": "cash qr transfer wallet card",
        "why_no": "noacc fee tax fake hard customers other",
        "account": "yes family no skip",
        "want": "now later no",
        "did": "account qr name test sound fakecheck",
        "result_pay": RESULT,
        "block": BLOCK,
    }
    | RETURN,
    "one-minute-survey": {
        "place": "home stall desk point",
        "trips": "0 1 2 3+",
        "overall": "1 2 3 4 5",
        "done": "yes partly no",
        "why": "wait unclear attitude system papers fee other",
        "clear": "1 2 3 4 5",
        "attitude": "1 2 3 4 5",
        "time": "1 2 3 4 5",
        "comment": "",
        "helper": "self family staff",
        "ward": "",
        "point": "",
        "date": "",
    },
}

HEAD_FROM = {
    "date": "today",
    "ward": "place",
    "area": "area",
    "team": "team",
    "volunteer_code": "helper",
    "helper_kind": "helper-kind",
}
RETURN_ROLE = {"again": "return", "again_date": "return-date", "again_ref": "return-ref"}
CSAT = {"of": "csat", "best": "high"}
CALL = {"level": "basic", "days": 30}
RECOMMENDED = {"again_date": True, "again_ref": True}
RESULTS = ("vneid", "esign", "dvc", "cds", "pay", "safe", "other")
KEYWORDS: dict[str, dict[str, dict[str, object]]] = {
    "household-visit": {
        "x-from": {**HEAD_FROM},
        "x-role": {
            "contact": "contact",
            "people": "people",
            "people/*/tasks": "task",
            **{f"people/*/result_{task}": "result" for task in RESULTS},
            "people/*/block": "blocker",
            **RETURN_ROLE,
        },
        "x-scale": {},
        "x-personal": {"call_name": CALL, "phone": CALL},
        "x-limit": {"n_60plus": {"maximum": "1/n_helped"}, "again_date": {"minimum": "1/date"}},
        "x-recommended": {**RECOMMENDED},
        "x-widget": {"phone": "tel"},
    },
    "small-trader": {
        "x-from": {**HEAD_FROM},
        "x-role": {
            "stall_ref": "subject",
            "result_pay": "result",
            "block": "blocker",
            **RETURN_ROLE,
        },
        "x-scale": {},
        "x-personal": {
            "stall_ref": {"level": "basic", "days": 90},
            "call_name": CALL,
            "phone": CALL,
        },
        "x-limit": {"again_date": {"minimum": "1/date"}},
        "x-recommended": {**RECOMMENDED},
        "x-widget": {"phone": "tel"},
    },
    "one-minute-survey": {
        "x-from": {"ward": "place", "point": "place", "date": "today"},
        "x-role": {"helper": "filled-by"},
        "x-scale": {"overall": CSAT, "clear": CSAT, "attitude": CSAT, "time": CSAT},
        "x-personal": {},
        "x-limit": {},
        "x-recommended": {},
        "x-widget": {"comment": "textarea"},
    },
}
VERDICTS = {
    "self": "done",
    "helped": "helped",
    "part": "open",
    "referred": "referred",
    "none": "failed",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_valid_2020_12(name: str) -> None:
    document = DOCUMENTS[name]
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"] == f"https://formkit.example/schemas/{name}.schema.json"
    Draft202012Validator.check_schema(document)


def test_every_reference_leads_somewhere() -> None:
    for document in DOCUMENTS.values():
        resolver = REGISTRY.resolver(document["$id"])
        for _, node in nodes(document):
            if "$ref" in node:
                resolver.lookup(node["$ref"])


def test_every_shared_definition_is_used() -> None:
    used = {
        node["$ref"].rpartition("/")[2]
        for document in DOCUMENTS.values()
        for _, node in nodes(document)
        if "$ref" in node
    }
    assert set(DOCUMENTS[SHARED]["$defs"]) <= used


@pytest.mark.parametrize("name", FORMS)
def test_keys_and_codes_stay(name: str) -> None:
    found = {
        path: " ".join(str(option["const"]) for option in question.options)
        for path, question in all_questions(name).items()
    }
    assert list(found.items()) == list(QUESTIONS[name].items())


@pytest.mark.parametrize("name", FORMS)
def test_every_keyword_stays(name: str) -> None:
    found: dict[str, dict[str, Any]] = {keyword: {} for keyword in KEYWORDS[name]}
    for path, question in all_questions(name).items():
        for keyword, values in found.items():
            value = question.keyword(keyword)
            if value is not None:
                values[path] = value
    assert found == KEYWORDS[name]


@pytest.mark.parametrize("name", FORMS)
def test_every_option_of_a_result_has_its_verdict(name: str) -> None:
    for question in all_questions(name).values():
        verdicts = {each["const"]: each.get("x-verdict") for each in question.options}
        if question.keyword("x-role") == "result":
            assert verdicts == VERDICTS
        else:
            assert not any(verdicts.values())


@pytest.mark.parametrize("name", FORMS)
def test_no_other_formkit_keyword(name: str) -> None:
    known = {"x-form", "x-i18n", "x-message", "x-verdict", *KEYWORDS[name]}
    for document in (DOCUMENTS[name], DOCUMENTS[SHARED]):
        for _, node in nodes(document):
            assert {key for key in node if key.startswith("x-")} <= known


@pytest.mark.parametrize("name", FORMS)
def test_pages_hold_every_question_once_in_order(name: str) -> None:
    pages = DOCUMENTS[name]["x-form"]["pages"]
    pointers = [pointer for page in pages for pointer in page["questions"]]
    assert pointers == [f"/{path}" for path in QUESTIONS[name] if "/" not in path]


@pytest.mark.parametrize("name", FORMS)
def test_settings(name: str) -> None:
    settings = DOCUMENTS[name]["x-form"]
    survey = name == "one-minute-survey"
    assert settings["vocabulary"] == 1
    assert settings["kind"] == ("survey" if survey else "checklist")
    assert settings["languages"] == ["vi", "en"]
    consent = {each["key"] for each in settings.get("consent", [])}
    assert consent == (set() if survey else {"ok", "call_ok"})
    assert consent <= set(QUESTIONS[name])
