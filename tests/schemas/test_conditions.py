"""When each question of the ready forms is asked."""

from typing import Any

import pytest

from tests.schemas.reading import (
    DOCUMENTS,
    FORMS,
    SHARED,
    all_questions,
    asked_of,
    nodes,
    validator,
)

RESULTS = ("self", "helped", "part", "referred", "none")
TASKS = ("vneid", "esign", "dvc", "cds", "pay", "safe", "other")
ROW = ("vneid_level", *(f"result_{task}" for task in TASKS))
KINDS = ("union", "official", "employee", "company", "shop")
SERVICES = {
    "vneid": "result_vneid",
    "digital-signature": "result_esign",
    "online-public-services": "result_dvc",
    "cashless-payment": "result_pay",
    "cong-dan-so": "result_cds",
}
VISIT = {"contact": "met", "ok": "yes"}
TRADE = {"ok": "yes", "accepts": ["qr"]}
# Form, answers that are there, the questions in doubt, those of them that are asked.
CONDITIONS: list[tuple[str, dict[str, Any], str, str]] = [
    ("household-visit", {}, "ok safe_told again", ""),
    ("household-visit", {"contact": "met"}, "ok n_helped safe_told again", "ok"),
    ("household-visit", {"contact": "absent"}, "ok n_helped safe_told again", "again"),
    ("household-visit", {"contact": "declined"}, "ok n_helped safe_told again", "safe_told"),
    ("household-visit", {"contact": "met", "ok": "no"}, "n_helped people safe_told again", ""),
    (
        "household-visit",
        VISIT,
        "n_helped n_60plus device people safe_told again again_date",
        "n_helped n_60plus device people safe_told again",
    ),
    ("household-visit", VISIT | {"again": "no"}, "again_date again_ref call_ok", ""),
    (
        "household-visit",
        VISIT | {"again": "yes"},
        "again_date again_ref call_ok phone",
        "again_date again_ref call_ok",
    ),
    (
        "household-visit",
        {"contact": "absent", "again": "yes"},
        "again_date again_ref call_ok phone",
        "again_date again_ref",
    ),
    (
        "household-visit",
        VISIT | {"again": "yes", "call_ok": "yes"},
        "call_name phone",
        "call_name phone",
    ),
    ("household-visit", VISIT | {"again": "yes", "call_ok": "no"}, "call_name phone", ""),
    *(
        (
            "household-visit",
            VISIT | {"people": [{"tasks": [task]}]},
            " ".join(f"people/*/{key}" for key in ROW),
            ("people/*/vneid_level " if task == "vneid" else "") + f"people/*/result_{task}",
        )
        for task in TASKS
    ),
    *(
        (
            "household-visit",
            VISIT | {"people": [{"tasks": [task], f"result_{task}": result}]},
            "people/*/block",
            "people/*/block" if result in ("part", "referred", "none") else "",
        )
        for task in TASKS
        for result in RESULTS
    ),
    ("small-trader", {}, "accepts account want again", ""),
    ("small-trader", {"ok": "no"}, "accepts why_no account want again", ""),
    ("small-trader", {"ok": "yes"}, "accepts why_no account want again", "accepts account want"),
    ("small-trader", {"ok": "yes", "accepts": ["cash", "qr"]}, "why_no", ""),
    ("small-trader", {"ok": "yes", "accepts": ["cash", "card"]}, "why_no", "why_no"),
    ("small-trader", TRADE | {"want": "no"}, "did result_pay block again", ""),
    ("small-trader", TRADE | {"want": "later"}, "did result_pay block again", "again"),
    (
        "small-trader",
        TRADE | {"want": "now"},
        "did result_pay block again",
        "did result_pay again",
    ),
    *(
        (
            "small-trader",
            TRADE | {"want": "now", "result_pay": result},
            "block",
            "block" if result in ("part", "referred", "none") else "",
        )
        for result in RESULTS
    ),
    (
        "small-trader",
        TRADE | {"want": "later", "again": "yes"},
        "again_date again_ref call_ok phone",
        "again_date again_ref call_ok",
    ),
    *(
        ("one-minute-survey", {"place": place}, "trips", "trips" if place == "desk" else "")
        for place in ("home", "stall", "desk", "point")
    ),
    *(
        (
            "one-minute-survey",
            {"overall": overall, "done": done},
            "why",
            "why" if overall <= 2 or done == "no" else "",
        )
        for overall in range(1, 6)
        for done in ("yes", "partly", "no")
    ),
    ("one-minute-survey", {}, "why trips", ""),
    ("service-desk", {}, " ".join((*ROW, "steps by_whom block logout")), ""),
    *(
        (
            "service-desk",
            {"tasks": [task]},
            " ".join((*ROW, "steps by_whom block")),
            f"result_{task}" + {"vneid": " vneid_level", "dvc": " steps by_whom"}.get(task, ""),
        )
        for task in TASKS
    ),
    *(
        (
            "service-desk",
            {"tasks": [task], f"result_{task}": result},
            "block",
            "block" if result in ("part", "referred", "none") else "",
        )
        for task in TASKS
        for result in RESULTS
    ),
    ("service-desk", {"device": "own"}, "logout", ""),
    ("service-desk", {"device": "desk"}, "logout", "logout"),
    ("vneid", {}, "steps police_told", ""),
    ("vneid", {"need": "use"}, "steps police_told", "steps"),
    ("vneid", {"need": "level1"}, "steps police_told", "steps"),
    ("vneid", {"need": "level2"}, "steps police_told", "police_told"),
    ("online-public-services", {}, "logout", ""),
    *(
        (
            "online-public-services",
            {"device": device},
            "logout",
            "" if device == "own" else "logout",
        )
        for device in ("own", "family", "desk", "other")
    ),
    *(
        (name, {key: result}, "block", "block" if result in ("part", "referred", "none") else "")
        for name, key in SERVICES.items()
        for result in RESULTS
    ),
    *(
        (name, {"again": again}, "again_date again_ref", "again_date again_ref" * (again == "yes"))
        for name in SERVICES
        for again in ("yes", "no")
    ),
    *(
        (
            "shift-report",
            {"helper_kinds": [kind]},
            " ".join(f"helpers_{each}" for each in KINDS),
            f"helpers_{kind}",
        )
        for kind in KINDS
    ),
    ("shift-report", {}, "tasks block problem_note", ""),
    ("shift-report", {"anyone": "no", "problems": "no"}, "tasks block problem_note", ""),
    ("shift-report", {"anyone": "yes"}, "tasks block problem_note", "tasks"),
    ("shift-report", {"problems": "yes"}, "tasks block problem_note", "block problem_note"),
    *(
        (
            "shift-report",
            {"tasks": [task]},
            " ".join(f"helped_{each}" for each in TASKS),
            f"helped_{task}",
        )
        for task in TASKS
    ),
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_condition_holds_before_its_question_is_answered(name: str) -> None:
    for pointer, node in nodes(DOCUMENTS[name]):
        for test in node["if"].get("anyOf", [node["if"]]) if "if" in node else []:
            assert set(test["required"]) == set(test["properties"]), pointer
            assert not validator(test).is_valid({})


@pytest.mark.parametrize(("name", "answers", "doubtful", "asked"), CONDITIONS)
def test_what_is_asked(name: str, answers: dict[str, Any], doubtful: str, asked: str) -> None:
    assert set(doubtful.split()) <= set(all_questions(name))
    assert asked_of(name, answers) & set(doubtful.split()) == set(asked.split())


@pytest.mark.parametrize("result", RESULTS)
def test_nobody_finishes_level_2_of_vneid_but_the_police(result: str) -> None:
    answers = {"need": "level2", "result_vneid": result}
    branch = next(
        node
        for _, node in nodes(DOCUMENTS["vneid"])
        if node.get("if", {}).get("properties", {}).get("need") == {"const": "level2"}
    )
    schema = {**branch, "then": {"properties": branch["then"]["properties"]}}
    assert validator(schema).is_valid(answers) is (result not in ("self", "helped"))
    assert validator(schema).is_valid(answers | {"need": "use"})


@pytest.mark.parametrize("name", FORMS)
def test_nothing_personal_without_consent(name: str) -> None:
    """What is required and personal is asked only once the person agreed to it."""
    for path, question in all_questions(name).items():
        if question.keyword("x-personal") and question.required:
            assert path not in asked_of(name, {"ok": "yes", "contact": "met", "again": "yes"})
            assert path in asked_of(name, {"call_ok": "yes"})


@pytest.mark.parametrize(
    ("phone", "valid"),
    [
        ("0912345678", True),
        ("0912 345 678", True),
        ("0912.345.678", True),
        ("028 3829 0000", True),
        ("+84 912 345 678", True),
        ("912345678", False),
        ("09123", False),
        ("0912345678901", False),
        ("0912345678x", False),
    ],
)
def test_phone_as_people_write_it(phone: str, valid: bool) -> None:
    assert validator(DOCUMENTS[SHARED]["$defs"]["phone"]).is_valid(phone) is valid
