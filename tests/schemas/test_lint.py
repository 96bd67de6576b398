"""formkit's own judgement of the ready forms: nothing to mend, and nothing to warn of."""

import pytest

from formkit.definition.lint import lint
from tests.schemas.reading import FORMS, SCHEMAS


@pytest.mark.parametrize("name", FORMS)
def test_lint_has_nothing_to_say(name: str) -> None:
    assert lint(SCHEMAS / f"{name}.schema.json") == ()
