"""What schemas take that weren't written for forms: to load, and to be rendered with answers."""

import json
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import formkit
from tests.suite import FORMATS, MAIN, remotes, suite_folder, wrapped

REAL = Path(__file__).parent.parent / "real"
LOAD, RENDER, AGAIN = 2.0, 1.0, 0.1
PROPERTIES = 1_000


def spent(call: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of this thread that a call takes, and what it gives."""
    start = time.thread_time()
    found = call()
    return time.thread_time() - start, found


def schemas() -> Iterator[tuple[str, Any, dict[str, Any], list[Any]]]:
    """Each schema with its name, the documents that it refers to, and valid answers."""
    for path in sorted(REAL.glob("*.schema.json")):
        name = path.name.partition(".")[0]
        answers = [json.loads(each.read_text("utf-8")) for each in REAL.glob(f"{name}.answers*")]
        yield name, json.loads(path.read_text("utf-8")), {}, answers
    suite = suite_folder(Path(os.environ.get("FORMKIT_CORPORA", "../shared/corpora")))
    for folder in (MAIN, FORMATS):
        for path in sorted((suite / folder).glob("*.json")):
            for group in json.loads(path.read_text("utf-8")):
                answers = [{"value": test["data"]} for test in group["tests"]]
                name = f"{path.stem}: {group['description']}"
                yield name, wrapped(group["schema"]), remotes(suite), answers


def main() -> bool:
    """Print the slowest of all, and the form of 1,000 properties; whether all are within bounds."""
    count, load, render = 0, (0.0, ""), (0.0, "")
    for name, schema, resources, samples in schemas():
        count += 1
        taken, form = spent(partial(formkit.load, schema, resources=resources))
        load = max(load, (taken, name))
        for answers in (None, *samples):
            taken, _ = spent(partial(formkit.render, form, answers))
            render = max(render, (taken, name))
    wide = {f"q{number}": {"type": "string"} for number in range(PROPERTIES)}
    form = formkit.load({"type": "object", "properties": wide})
    answers = dict.fromkeys(wide, "x")
    formkit.render(form, answers)
    again, _ = spent(partial(formkit.render, form, answers))
    print(f"\n{count} schemas that weren't written for forms")
    return all(
        [
            _told("slowest to load", load, LOAD),
            _told("slowest to render", render, RENDER),
            _told("1,000 properties, the second time", (again, ""), AGAIN),
        ]
    )


def _told(what: str, slowest: tuple[float, str], bound: float) -> bool:
    taken, name = slowest
    within = taken <= bound
    print(
        f"{what:<58} {taken * 1000:>9.1f} ms  (at most {bound * 1000:g} ms"
        f"{'' if within else ', NOT MET'})  {name}"
    )
    return within
