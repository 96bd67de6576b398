"""The ready forms under Flask: flask --app examples/flask_app.py run"""

from pathlib import Path

from flask import Flask, Response, jsonify, request

import formkit
from formkit.page.assets import asset, asset_names

FOLDER = Path(__file__).parents[1] / "schemas"
NAMES = tuple(sorted({path.name.split(".")[0] for path in FOLDER.glob("*.json")} - {"shared"}))
FORMS = {name: formkit.load(FOLDER / f"{name}.schema.json") for name in NAMES}
app = Flask(__name__, static_folder=None)


@app.get(f"/f/<any{NAMES}:name>")
def show(name: str) -> str:
    language = request.args.get("lang")
    return formkit.render_page(FORMS[name], language=language, urls={"check": name})


@app.post(f"/f/<any{NAMES}:name>")
def receive(name: str) -> Response:
    submission = formkit.submit(FORMS[name], request.form.items(multi=True))
    if "q" in request.args:
        return Response(formkit.render_message(FORMS[name], submission, request.args["q"]))
    if submission.ok:
        return jsonify(submission.answers)
    page = formkit.render_page(FORMS[name], submission, urls={"check": name})
    return Response(page, 422 if submission.problems else 200)


@app.get(f"/static/<any{asset_names()}:name>")
def static(name: str) -> Response:
    return Response(asset(name).content, mimetype=asset(name).media_type)
