"""What formkit costs beside its references, measured in one run: `./dev bench`.

Machines are noisy, so ratios count: each pair is measured in turns, and the median of the ratios
of the turns is printed with its bound.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
from jinja2 import Environment, FileSystemLoader, Undefined

import formkit
from formkit.testing import submitted_pairs
from tests.bench import export, phone, server

HERE = Path(__file__).parent
SECONDS_A_TURN = 0.02
TURNS = 41


def seconds(call: Callable[[], Any]) -> float:
    """The time of one call, over as many as fit into a turn."""
    calls, spent = 0, 0.0
    while spent < SECONDS_A_TURN:
        start = time.perf_counter()
        call()
        spent += time.perf_counter() - start
        calls += 1
    return spent / calls


def compare(name: str, ours: Callable[[], Any], reference: Callable[[], Any], bound: float) -> bool:
    """Print how many times the reference's time ours takes; whether that is within the bound."""
    ours(), reference()
    turns = [(seconds(ours), seconds(reference)) for _ in range(TURNS)]
    ratio = statistics.median(mine / other for mine, other in turns)
    mine = statistics.median(each[0] for each in turns) * 1e6
    other = statistics.median(each[1] for each in turns) * 1e6
    within = ratio <= bound
    print(
        f"{name:<58} {mine:>9.1f} µs {other:>9.1f} µs  {ratio:>6.2f} ×"
        f"  (at most {bound:g} ×{'' if within else ', NOT MET'})"
    )
    return within


def main() -> int:
    schema = json.loads((HERE / "checklist-40.schema.json").read_text("utf-8"))
    answers = json.loads((HERE / "checklist-40.answers.json").read_text("utf-8"))
    valid, invalid = answers["valid"], answers["invalid"]
    form = formkit.load(schema)

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=Undefined, trim_blocks=True
    )
    template = environment.get_template("reference.html")
    blank = formkit.render(form)
    blank_bytes = blank.encode("utf-8")
    pairs = submitted_pairs(formkit.render(form, valid))
    submission = formkit.submit(form, pairs)
    if submission.answers != valid or not submission.ok:
        raise SystemExit("the filled page doesn't bring its answers back")
    rust = jsonschema_rs.validator_for(schema, validate_formats=True)
    plain = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    problems = formkit.check(form, invalid)

    print(f"{'40 questions':<58} {'formkit':>12} {'reference':>12}  {'ratio':>8}")
    met = [
        compare(
            "render filled | Jinja2 macros",
            lambda: formkit.render(form, valid),
            lambda: template.render(schema=schema, answers=valid, errors={}),
            1,
        ),
        compare(
            "render blank | copying its bytes",
            lambda: formkit.render(form),
            lambda: bytearray(blank_bytes),
            10,
        ),
        compare(
            "check valid answers | jsonschema-rs",
            lambda: formkit.check(form, valid),
            lambda: rust.is_valid(valid),
            5,
        ),
        compare(
            f"check answers with {len(problems)} problems | jsonschema",
            lambda: formkit.check(form, invalid),
            lambda: list(plain.iter_errors(invalid)),
            2,
        ),
        compare(
            "submit (decode, activate, prune, check) | jsonschema valid",
            lambda: formkit.submit(form, pairs),
            lambda: plain.is_valid(valid),
            5,
        ),
    ]
    ours = len(formkit.render(form, valid).encode())
    theirs = len(template.render(schema=schema, answers=valid, errors={}).encode())
    print(f"HTML of the filled page: {ours} bytes, of the reference {theirs} bytes\n")
    met.append(server.main())
    met.append(export.main())
    met.append(phone.main())
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
