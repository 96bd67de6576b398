"""What the ready forms say themselves where they don't take an answer."""

import pytest

from formkit import check, load
from formkit.filling.messages import message
from tests.schemas.reading import ANSWERS, SCHEMAS


@pytest.mark.parametrize("result", ["self", "helped"])
def test_level_2_of_vneid_is_for_the_ward_police(result: str) -> None:
    form = load(SCHEMAS / "vneid.schema.json")
    left_out = ("block", "police_told")
    answers = {key: value for key, value in ANSWERS["vneid"].items() if key not in left_out}
    answers["result_vneid"] = result
    (problem,) = check(form, {**answers, "police_told": ["card"]})
    assert (problem.pointer, problem.severity) == ("/result_vneid", "error")
    assert message(form, problem, "vi").text == (
        "Mức 2 làm tại công an phường: Ông/Bà chọn “Đã chỉ nơi làm tiếp”."
    )
    assert message(form, problem, "en").text == (
        "Level 2 is for the ward police: choose “Referred elsewhere”."
    )
    assert not check(form, {**answers, "need": "use"})
