"""The ready forms, their samples, and the examples that serve them."""

import functools
import importlib.util
import json
import sys
from typing import Any

import pytest

import formkit
from tests.conftest import ROOT

# What is tested in depth is tested with these three; the others ask in the same ways.
FORMS = ("household-visit", "small-trader", "one-minute-survey")
EXAMPLES = ("fastapi_app", "flask_app", "django_app")
SCHEMAS = ROOT / "schemas"
SAMPLES = SCHEMAS / "samples"
ALL_FORMS = (
    *FORMS,
    *sorted(
        {path.name.partition(".")[0] for path in SCHEMAS.glob("*.schema.json")} - {*FORMS, "shared"}
    ),
)


def mostly(*slugs: str) -> list[Any]:
    """These forms in every run, for `parametrize`; all others where there is time for them."""
    rest = (pytest.param(slug, marks=pytest.mark.long) for slug in ALL_FORMS if slug not in slugs)
    return [*slugs, *rest]


@functools.cache  # a process can configure Django once
def example(name: str) -> Any:
    """The application of an example, as its file stands."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # Django asks for its addresses by the module's name
    spec.loader.exec_module(module)
    return module.app


def ready(slug: str) -> formkit.Form:
    """A form that comes with the library."""
    return formkit.load(SCHEMAS / f"{slug}.schema.json")


def sample(name: str) -> Any:
    """Answers to a ready form: its own (`small-trader`), or others (`small-trader.later`)."""
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


def same(got: Any, wanted: Any) -> bool:
    """Whether two answers are equal type for type: to Python, 1 is also 1.0 and True."""
    return json.dumps(got, sort_keys=True) == json.dumps(wanted, sort_keys=True)
