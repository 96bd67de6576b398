"""The ready forms under FastAPI: uvicorn --app-dir examples fastapi_app:app"""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

import formkit
from formkit.page.assets import asset

FOLDER = Path(__file__).parents[1] / "schemas"
NAMES = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.json")} - {"shared"})
FORMS = {name: formkit.load(FOLDER / f"{name}.schema.json") for name in NAMES}
app = FastAPI()
app.add_exception_handler(KeyError, lambda *_: Response(status_code=404))  # no such form or file


@app.get("/")
def index() -> HTMLResponse:
    links = (f'<h2><a href="f/{name}">{form.title}</a></h2>' for name, form in FORMS.items())
    return HTMLResponse("<!doctype html><meta charset=utf-8>" + "".join(links))


@app.get("/f/{name}")
def show(name: str, lang: str | None = None) -> HTMLResponse:
    return HTMLResponse(formkit.render_page(FORMS[name], language=lang, urls={"check": name}))


@app.post("/f/{name}")
async def receive(name: str, request: Request, q: str | None = None) -> Response:
    submission = formkit.submit(FORMS[name], (await request.form()).multi_items())
    if q is not None:
        return HTMLResponse(formkit.render_message(FORMS[name], submission, q))
    if submission.ok:
        return JSONResponse(submission.answers)
    page = formkit.render_page(FORMS[name], submission, urls={"check": name})
    return HTMLResponse(page, 422 if submission.problems else 200)


app.get("/static/{n}")(lambda n: Response(asset(n).content, media_type=asset(n).media_type))
