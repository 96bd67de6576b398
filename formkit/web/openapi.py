"""The OpenAPI document: what a program may ask of a host, such as the outbox of a phone.

Written by hand, since the routes are no functions with typed arguments: what a form sends is told
by its own JSON Schema and never by Python's types.
"""

from importlib.metadata import version
from typing import Any

_TEXT = {"type": "string"}
_HTML: dict[str, Any] = {"text/html": {"schema": _TEXT}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(told: str, schema: str | None = None) -> dict[str, Any]:
    """An answer: a page for people, and JSON of this shape for whoever takes that."""
    content = dict(_HTML)
    if schema is not None:
        content["application/json"] = {"schema": _ref(schema)}
    return {"description": told, "content": content}


def _refusals(**told: str) -> dict[str, Any]:
    return {status.removeprefix("_"): _answer(text, "Notice") for status, text in told.items()}


_STORE = {
    "_500": "Something went amiss in the server.",
    "_503": "The store can't be reached at this moment.",
}
_SCHEMAS: dict[str, Any] = {
    "Notice": {
        "type": "object",
        "properties": {
            "status": {"type": "integer"},
            "message": _TEXT,
            "id": {**_TEXT, "description": "The fill that the request named in its header."},
        },
        "required": ["status", "message"],
        "description": "What isn't done, in words for a person.",
    },
    "Receipt": {
        **_object(
            id={"type": "string", "description": "The fill's id, as it was sent."},
            sha256={"type": "string", "description": "The hash of the body as it arrived."},
            receipt={"type": "string", "description": "The path of the receipt."},
            code={"type": "string", "description": "What a person reads out to an officer."},
        ),
        "description": "The answers are stored; what was sent may be deleted.",
    },
    "Problems": _object(
        id=_TEXT,
        problems={
            "type": "array",
            "items": _object(
                pointer={"type": "string", "description": "A JSON Pointer into the answers."},
                keyword=_TEXT,
                severity={"enum": ["error", "warning"]},
                message=_TEXT,
            ),
        },
    ),
    "Conflict": {
        **_object(
            id=_TEXT,
            conflict={"enum": ["same", "other"]},
            receipt={"type": ["string", "null"]},
        ),
        "description": "The id was used already, for other answers.",
    },
    "Health": _object(status={"const": "ok"}),
}
_LANGUAGE = {
    "name": "lang",
    "in": "query",
    "description": "The language of the page, such as vi or en.",
    "schema": _TEXT,
}
_STEP = {
    "name": "step",
    "in": "query",
    "description": "`question` for large text and one question at a time.",
    "schema": {"enum": ["question"]},
}
_SLUG = {
    "name": "slug",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 64},
}
_PAIRS = {
    "type": "object",
    "additionalProperties": _TEXT,
    "description": "The names and values of the form's page: `/name` for an answer, `~id`, "
    "`~form`, `~lang` and `~at` for the fill itself.",
}


def document(prefix: str) -> dict[str, Any]:
    """The document of a host whose paths stand under `prefix`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "formkit",
            "version": version("formkit"),
            "description": "A POST has to say that it comes from this host: `Sec-Fetch-Site: "
            "same-origin`, or its Origin.",
        },
        "servers": [{"url": prefix or "/"}],
        "paths": {
            "/": {
                "get": {
                    "summary": "The forms that can be filled in",
                    "parameters": [_LANGUAGE],
                    "responses": {"200": _answer("The list, as a page."), **_refusals(**_STORE)},
                }
            },
            "/f/{slug}": {"get": _form(), "post": _send()},
            "/r/{token}": {"get": _receipt()},
            "/healthz": {"get": _health()},
        },
        "components": {"schemas": _SCHEMAS},
    }


def _form() -> dict[str, Any]:
    return {
        "summary": "The page of a form",
        "parameters": [_SLUG, _LANGUAGE, _STEP],
        "responses": {
            "200": _answer("The page; the same bytes for everybody."),
            "304": {"description": "The page hasn't changed."},
            **_refusals(_404="There is no such form.", **_STORE),
            "410": _answer("The form takes no more answers."),
        },
    }


def _send() -> dict[str, Any]:
    pairs = {"schema": _PAIRS}
    checked = {
        "name": "q",
        "in": "query",
        "description": "A JSON Pointer: nothing is stored, and the answer is what is said at this "
        "question, as HTML.",
        "schema": _TEXT,
    }
    fill = {
        "name": "Fill",
        "in": "header",
        "description": "The fill's id, so that an answer which says no can name it, too.",
        "schema": _TEXT,
    }
    return {
        "summary": "Send a form",
        "parameters": [_SLUG, checked, fill],
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": pairs, "multipart/form-data": pairs},
        },
        "responses": {
            "200": _answer("Stored; or the page, if one of its buttons was sent.", "Receipt"),
            "303": {"description": "Stored: the way to the receipt."},
            "409": _answer("The id was used already.", "Conflict"),
            "410": _answer("The form takes no more answers.", "Notice"),
            "422": _answer("The answers have problems; nothing is stored.", "Problems"),
            **_refusals(
                _400="What was sent can't be read.",
                _403="It doesn't come from a page of this host.",
                _404="There is no such form.",
                _408="It took too long to arrive.",
                _413="It is too much.",
                _415="It isn't what a form sends.",
                _429="Too many come from one network.",
                _507="The disk is full.",
                **_STORE,
            ),
        },
    }


def _receipt() -> dict[str, Any]:
    token = {"name": "token", "in": "path", "required": True, "schema": _TEXT}
    return {
        "summary": "The receipt of what was sent; it shows no answers",
        "parameters": [token, _LANGUAGE],
        "responses": {
            "200": _answer("The receipt, as a page."),
            **_refusals(_404="There is no such receipt.", **_STORE),
            "410": _answer("What was sent was removed."),
        },
    }


def _health() -> dict[str, Any]:
    content = {"application/json": {"schema": _ref("Health")}}
    return {
        "summary": "Whether answers can be read and stored",
        "responses": {
            "200": {"description": "They can.", "content": content},
            **_refusals(_507="The disk is full.", **_STORE),
        },
    }
