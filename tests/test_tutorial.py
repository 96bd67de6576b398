"""The tutorial, followed step by step in an empty folder, in a real browser."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.blocks import Block, blocks
from tests.conftest import Site


@pytest.fixture(scope="module")
def steps(root: Path) -> list[Block]:
    return blocks(root / "docs" / "tutorial" / "first-form.md")


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console, and what it prints."""
    for part in text.split("$ ")[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def follow(block: Block, folder: Path) -> None:
    """Do what a block says: save the file, or call the commands and see what they print."""
    if block.language == "console":
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        for command, printed in commands(block.text):
            ran = subprocess.run(
                command,
                shell=True,
                cwd=folder,
                env=os.environ | {"PATH": path},
                stdout=subprocess.PIPE,
                text=True,
            )
            assert (ran.returncode, ran.stdout) == (0, printed), command
    elif block.is_file:
        (folder / block.name).write_text(block.text, encoding="utf-8")


def start(site: Site, folder: Path) -> str:
    """`python app.py`, on a port that is free."""
    program = folder / "app.py"
    text = program.read_text(encoding="utf-8")
    assert "8000" in text
    program.with_name("started.py").write_text(
        text.replace("8000", "int(__import__('sys').argv[1])"), encoding="utf-8"
    )
    return site.run(["{python}", "started.py", "{port}"], cwd=folder)


def test_installing_is_told_as_it_is(steps: list[Block]) -> None:
    # that it works, tests/test_bare.py proves with the wheel
    assert steps[0].text.splitlines()[-1] == "pip install ../formkit"


@pytest.mark.e2e
def test_each_step_does_what_it_says(
    steps: list[Block], tmp_path: Path, site: Site, page: Page
) -> None:
    following = iter(steps[1:])
    shown = []
    for block in following:
        if block.name == "start it":
            break
        follow(block, tmp_path)
    page.goto((tmp_path / "loan.html").as_uri())
    expect(page.locator("form .q")).to_have_count(3)

    page.goto(start(site, tmp_path))
    page.get_by_role("button", name="Send the form").click()
    expect(page.locator(".err > *")).to_have_count(3)
    page.get_by_label("What is your name?").fill("Hoa")
    page.get_by_label("How many books?").fill("2")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Send the form").click()
    expect(page.locator("body")).to_contain_text('"Hoa"')
    shown.append(json.loads(page.locator("body").inner_text()))
    assert shown[-1] == json.loads(next(following).text)

    for block in following:
        if block.name == "the answers":
            break
        follow(block, tmp_path)
    origin = start(site, tmp_path)
    page.goto(origin)
    until = page.get_by_label("Until which day?")
    expect(until).to_be_hidden()
    page.get_by_label("What is your name?").fill("Hoa")
    page.get_by_label("How many books?").fill("2")
    page.get_by_label("Yes").check()
    expect(until).to_be_visible()
    until.fill("2026-12-01")
    page.get_by_label("No", exact=True).check()
    expect(until).to_be_hidden()
    page.get_by_role("button", name="Send the form").click()
    expect(page.locator("body")).to_contain_text('"Hoa"')
    shown.append(json.loads(page.locator("body").inner_text()))
    assert shown[-1] == json.loads(block.text)

    kept = (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in kept] == shown

    page.goto(origin + "/?lang=vi")
    expect(page.get_by_label("Ông/Bà tên là gì?")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi phiếu")).to_be_visible()
