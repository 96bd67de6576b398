"""The pages that a phone loads: 40 questions made by hand, and formkit's, of 40 and of 300."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import brotli
from jinja2 import Environment, FileSystemLoader, Undefined

from formkit.page.assets import asset
from tests.crowd import Process
from tests.serving import HOST, serve_command

HERE = Path(__file__).parent
SLUG = "checklist-40"
QUESTIONS, ROWS = 300, 20

HAND_MADE = f"""
import sys
from pathlib import Path
import uvicorn
from fastapi import FastAPI, Response
app = FastAPI()
page, script = (Path(each).read_bytes() for each in sys.argv[2:])
packed = {{"content-encoding": "br", "vary": "Accept-Encoding"}}
@app.get("/f/{SLUG}")
async def form():
    headers = packed | {{"cache-control": "no-cache"}}
    return Response(page, media_type="text/html", headers=headers)
@app.get("/static/htmx.js")
async def htmx():
    headers = packed | {{"cache-control": "public, max-age=31536000, immutable"}}
    return Response(script, media_type="text/javascript", headers=headers)
uvicorn.run(app, host="{HOST}", port=int(sys.argv[1]), access_log=False, log_level="warning")
"""
"""A FastAPI application that answers with the bytes of two files."""

DOCUMENT = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style>{style}</style>
<script defer src="/static/htmx.js"></script>
</head>
<body>
<main>
{form}
</main>
</body>
</html>
"""


@contextmanager
def hand_made(folder: Path) -> Iterator[str]:
    """The page that was made by hand, with htmx."""
    schema = json.loads((HERE / f"{SLUG}.schema.json").read_text("utf-8"))
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=Undefined, trim_blocks=True
    )
    form = environment.get_template("reference.html").render(schema=schema, answers={}, errors={})
    style = (HERE / "hand-made.css").read_text("utf-8")
    page = DOCUMENT.format(title=schema["title"], style=style, form=form)
    (folder / "hand_made.py").write_text(HAND_MADE, "utf-8")
    (folder / "page.br").write_bytes(brotli.compress(page.encode()))
    (folder / "htmx.br").write_bytes(brotli.compress(asset("htmx.js").content))
    files = [str(folder / name) for name in ("page.br", "htmx.br")]
    with serve_command(["{python}", str(folder / "hand_made.py"), "{port}", *files]) as origin:
        yield f"{origin}/f/{SLUG}"


def many() -> dict[str, Any]:
    """300 questions, every tenth of which brings another one, and a list."""
    properties: dict[str, Any] = {}
    branches = []
    for n in range(QUESTIONS // 10):
        for k in range(7):
            properties[f"text{n}_{k}"] = {
                "title": f"Câu {n}.{k}",
                "type": "string",
                "maxLength": 80,
            }
        properties[f"count{n}"] = {"title": f"Mấy người? {n}", "type": "integer", "maximum": 20}
        properties[f"has{n}"] = {"title": f"Có không? {n}", "type": "boolean"}
        condition = {"properties": {f"has{n}": {"const": True}}, "required": [f"has{n}"]}
        then = {"properties": {f"which{n}": {"title": f"Cái nào? {n}", "type": "string"}}}
        branches.append({"if": condition, "then": then})
    sick = {"properties": {"sick": {"const": True}}, "required": ["sick"]}
    properties["people"] = {
        "title": "Những ai trong nhà?",
        "type": "array",
        "maxItems": 40,
        "items": {
            "type": "object",
            "properties": {
                "name": {"title": "Tên", "type": "string"},
                "year": {"title": "Năm sinh", "type": "integer", "minimum": 1900},
                "sick": {"title": "Có bệnh không?", "type": "boolean"},
            },
            "if": sick,
            "then": {"properties": {"illness": {"title": "Bệnh gì?", "type": "string"}}},
        },
    }
    return {"title": "300 câu hỏi", "type": "object", "properties": properties, "allOf": branches}


@contextmanager
def served(folder: Path) -> Iterator[Process]:
    """The server, with the form of 40 questions and the one of 300."""
    forms = folder / "forms"
    forms.mkdir()
    document = (HERE / f"{SLUG}.schema.json").read_text("utf-8")
    (forms / f"{SLUG}.schema.json").write_text(document, "utf-8")
    (forms / "many.schema.json").write_text(json.dumps(many()), "utf-8")
    process = Process(forms, "--data", folder / "data", log=folder / "log", FORMKIT_RATE="0")
    process.start()
    try:
        yield process
    finally:
        process.stop()
