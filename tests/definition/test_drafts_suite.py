"""The official suite of each earlier draft: its schemas, brought up, give its verdicts."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from formkit.definition.load import load
from formkit.filling.validation import check

REMOTE = "http://localhost:1234/"

# The meta-schema, by the folder of the suite.
DRAFTS = {
    "draft4": "http://json-schema.org/draft-04/schema#",
    "draft6": "http://json-schema.org/draft-06/schema#",
    "draft7": "http://json-schema.org/draft-07/schema#",
    "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
}


@pytest.mark.parametrize("folder", DRAFTS)
def test_main(corpora: Path, folder: str) -> None:
    suite = corpora / "JSON-Schema-Test-Suite"
    tests = suite / "tests" / folder
    if not tests.is_dir():
        pytest.skip(f"needs ../shared/corpora/JSON-Schema-Test-Suite/tests/{folder}")
    remotes = {
        REMOTE + path.relative_to(suite / "remotes").as_posix(): json.loads(path.read_bytes())
        for path in sorted((suite / "remotes").rglob("*.json"))
    }
    judged, missed = 0, []
    for path in sorted(tests.glob("*.json")):
        for number, group in enumerate(json.loads(path.read_bytes())):
            name = f"{path.stem}: {group['description']}"
            own = f"{REMOTE}own/{path.stem}/{number}"
            definition = {
                "$schema": DRAFTS[folder],
                "type": "object",
                "properties": {"value": {"$ref": own}},
                "required": ["value"],
            }
            form = load(definition, resources={**remotes, own: group["schema"]})
            Draft202012Validator.check_schema(form.document)
            assert load(form.document) == form, name
            for test in group["tests"]:
                judged += 1
                problems = check(form, {"value": test["data"]}, formats=False)
                if (not problems) is not test["valid"]:
                    missed.append(f"{name}: {test['description']}")
    print(f"{judged - len(missed)} of {judged} verdicts of {folder}")
    assert missed == []
    assert judged > 500
