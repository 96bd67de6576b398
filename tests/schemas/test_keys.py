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
STEPS = "login find fill upload pay submit"
FIELD = "civil certify residence land business social other"
PAYMENT = "cash qr transfer wallet card"
LEVEL = "0 1 2 unknown"
TASK = "vneid esign dvc cds pay safe other"
PLACE = (
    "office-district ward-ben-nghe ward-ben-thanh ward-cau-kho ward-cau-ong-lanh ward-co-giang"
    " ward-da-kao ward-nguyen-cu-trinh ward-nguyen-thai-binh ward-pham-ngu-lao ward-tan-dinh"
    " point-district point-nguyen-cu-trinh point-nguyen-thai-binh"
)
HEAD = {
    "date": "",
    "ward": "",
    "area": "",
    "team": "",
    "volunteer_code": "",
    "helper_kind": HELPER_KIND,
}
RETURN_DAY = {"again": "yes no", "again_date": "", "again_ref": ""}
RETURN = RETURN_DAY | {"call_ok": "yes no", "call_name": "", "phone": ""}
RESULTS = {
    "vneid_level": LEVEL,
    "result_vneid": RESULT,
    "result_esign": RESULT,
    "result_dvc": RESULT,
    "result_cds": RESULT,
    "result_pay": RESULT,
    "result_safe": RESULT,
    "result_other": RESULT,
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
        "people/*/tasks": TASK,
        **{f"people/*/{key}": codes for key, codes in RESULTS.items()},
        "people/*/block": BLOCK,
        "safe_told": "",
    }
    | RETURN,
    "small-trader": HEAD
    | {
        "market": "",
        "stall_ref": "",
        "ok": "yes no",
        "accepts": PAYMENT,
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
    "service-desk": HEAD
    | {"desk": "", "field": FIELD, "tasks": TASK}
    | RESULTS
    | {
        "steps": STEPS,
        "by_whom": "person together volunteer",
        "block": BLOCK,
        "device": "own desk",
        "logout": "yes no",
        "next": "done counter police bank return",
    },
    "vneid": HEAD
    | {
        "need": "use level1 level2",
        "steps": "install login secret papers notices",
        "police_told": "place hours card phone",
        "vneid_level": LEVEL,
        "result_vneid": RESULT,
        "block": BLOCK,
        "safe_told": "",
    }
    | RETURN_DAY,
    "digital-signature": HEAD
    | {
        "has_esign": "yes expired no unknown",
        "steps": "purpose provider register app test",
        "result_esign": RESULT,
        "block": BLOCK,
        "sign_told": "",
        "safe_told": "",
    }
    | RETURN_DAY,
    "online-public-services": HEAD
    | {
        "field": FIELD,
        "device": "own family desk other",
        "logout": "yes no",
        "by_whom": "person together volunteer",
        "steps": STEPS,
        "result_dvc": RESULT,
        "block": BLOCK,
        "safe_told": "",
    }
    | RETURN_DAY,
    "cashless-payment": HEAD
    | {
        "pays": PAYMENT,
        "account": "yes family no skip",
        "steps": "bank app limit name scan history",
        "result_pay": RESULT,
        "block": BLOCK,
        "safe_told": "",
    }
    | RETURN_DAY,
    "cong-dan-so": HEAD
    | {
        "app_now": "no installed used",
        "steps": "install login notices lookup report",
        "result_cds": RESULT,
        "block": BLOCK,
        "safe_told": "",
    }
    | RETURN_DAY,
    "shift-report": {
        "date": "",
        "shift": "morning afternoon evening day",
        "place": PLACE,
        "team": "",
        "volunteer_code": "",
        "helper_kinds": HELPER_KIND,
        **{f"helpers_{kind}": "" for kind in HELPER_KIND.split()},
        "anyone": "yes no",
        "tasks": TASK,
        **{f"helped_{task}": "" for task in TASK.split()},
        "problems": "yes no",
        "block": BLOCK,
        "problem_note": "",
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
RESULT_ROLE = {f"result_{task}": "result" for task in TASK.split()}
KINDS = ("x-from", "x-role", "x-scale", "x-personal", "x-limit", "x-recommended", "x-widget")


def keywords(**given: dict[str, object]) -> dict[str, dict[str, object]]:
    """The keywords of a form's questions, by keyword and path; those not named stand nowhere."""
    return {keyword: given.get(keyword[2:], {}) for keyword in KINDS}


def of_service(task: str, **widgets: object) -> dict[str, dict[str, object]]:
    """The keywords of the checklist of one service."""
    return keywords(
        **{"from": {**HEAD_FROM}},
        role={f"result_{task}": "result", "block": "blocker", **RETURN_ROLE},
        limit={"again_date": {"minimum": "1/date"}},
        recommended={**RECOMMENDED},
        widget=widgets,
    )


KEYWORDS: dict[str, dict[str, dict[str, object]]] = {
    "household-visit": {
        "x-from": {**HEAD_FROM},
        "x-role": {
            "contact": "contact",
            "people": "people",
            "people/*/tasks": "task",
            **{f"people/*/{key}": role for key, role in RESULT_ROLE.items()},
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
    "service-desk": keywords(
        **{"from": {**HEAD_FROM}},
        role={"desk": "subject", "tasks": "task", **RESULT_ROLE, "block": "blocker"},
        widget={"field": "select"},
    ),
    "vneid": of_service("vneid"),
    "digital-signature": of_service("esign"),
    "online-public-services": of_service("dvc", field="select"),
    "cashless-payment": of_service("pay"),
    "cong-dan-so": of_service("cds"),
    "shift-report": keywords(
        **{
            "from": {
                "date": "today",
                "place": "place",
                "team": "team",
                "volunteer_code": "helper",
            }
        },
        role={"tasks": "task", "block": "blocker"},
        widget={"problem_note": "textarea"},
    ),
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


KIND = {"one-minute-survey": "survey", "shift-report": "report"}
CONSENT = {"household-visit": {"ok", "call_ok"}, "small-trader": {"ok", "call_ok"}}


@pytest.mark.parametrize("name", FORMS)
def test_settings(name: str) -> None:
    settings = DOCUMENTS[name]["x-form"]
    kind = KIND.get(name, "checklist")
    assert settings["vocabulary"] == 1
    assert settings["kind"] == kind
    assert settings["languages"] == ["vi", "en"]
    assert settings["minutes"] > 0
    assert settings["thanks"]
    assert settings.get("retention") == (None if kind == "survey" else 730)
    consent = {each["key"] for each in settings.get("consent", [])}
    assert consent == CONSENT.get(name, set())
    assert consent <= set(QUESTIONS[name])


@pytest.mark.parametrize("name", FORMS)
def test_what_is_personal_is_consented_to(name: str) -> None:
    """Who is asked for something about themselves that leads to them has agreed first."""
    personal = {path for path in KEYWORDS[name]["x-personal"] if path != "stall_ref"}
    assert not personal or "call_ok" in CONSENT[name]


def test_each_service_has_a_checklist_of_its_own() -> None:
    """The five services of the mission: what came of each is asked by one short form."""
    results = {
        name: [path for path in QUESTIONS[name] if path.startswith("result_")]
        for name in FORMS
        if name not in ("service-desk", "small-trader")
    }
    assert {name: asked for name, asked in results.items() if asked} == {
        "vneid": ["result_vneid"],
        "digital-signature": ["result_esign"],
        "online-public-services": ["result_dvc"],
        "cong-dan-so": ["result_cds"],
        "cashless-payment": ["result_pay"],
    }
    for name in ("vneid", "digital-signature", "cong-dan-so", "cashless-payment"):
        assert DOCUMENTS[name]["x-form"]["minutes"] <= 2
