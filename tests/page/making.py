"""Forms that the tests of the page are about."""

from collections.abc import Mapping
from typing import Any

from formkit.definition.form import Form
from formkit.definition.load import load
from formkit.page.render import render
from tests.page.dom import Element, parse


def form(properties: Mapping[str, Any], **more: Any) -> Form:
    """A form that asks for these properties."""
    return load({"type": "object", "properties": dict(properties), **more})


def shown(made: Form, answers: Any = None, **options: Any) -> Element:
    """The rendered form, as a tree: its `<form>`."""
    (found,) = parse(render(made, answers, **options)).all("form")
    return found


TEXT = {"type": "string", "title": "Tên"}
SCALE = {"type": "integer", "minimum": 1, "maximum": 5, "x-scale": {"of": "csat", "best": "high"}}

EVERY: dict[str, Any] = {
    "$defs": {"named": {"type": "string", "title": "Tên gọi"}},
    "title": "Mọi loại câu hỏi",
    "description": "Mẫu.",
    "type": "object",
    "x-form": {
        "vocabulary": 1,
        "languages": ["vi", "en"],
        "minutes": 2,
        "consent": [{"key": "agree", "purpose": "Ghi", "text": "Chúng tôi ghi kết quả."}],
        "pages": [{"title": "Phần một", "questions": ["/text", "/long"]}],
    },
    "properties": {
        "text": {
            "title": "Họ và tên",
            "description": "Đủ dấu.",
            "type": "string",
            "x-help": "Ví dụ.",
        },
        "long": {"title": "Ghi chú", "type": "string", "x-widget": "textarea"},
        "mail": {"title": "Thư", "type": "string", "format": "email"},
        "web": {"title": "Trang", "type": "string", "format": "uri"},
        "phone": {"title": "Số máy", "type": "string", "x-widget": "tel"},
        "whole": {"title": "Số người", "type": "integer", "minimum": 0},
        "real": {"title": "Số tiền", "type": "number"},
        "day": {"title": "Ngày", "type": "string", "format": "date"},
        "clock": {"title": "Giờ", "type": "string", "format": "time"},
        "moment": {"title": "Lúc", "type": "string", "format": "date-time"},
        "yes": {"title": "Có không?", "type": "boolean"},
        "ticked": {"title": "Đã xong", "type": "boolean", "x-widget": "tick"},
        "agree": {"title": "Đồng ý", "const": True},
        "fixed": {"title": "Loại", "const": "a"},
        "maybe": {"title": "Có thể", "const": "b"},
        "few": {"title": "Chọn", "enum": ["a", "b", 3]},
        "many": {"title": "Chọn nữa", "enum": [f"o{n}" for n in range(9)]},
        "five": {"title": "Hài lòng?", **SCALE},
        "ten": {
            "title": "Giới thiệu?",
            "type": "integer",
            "minimum": 0,
            "maximum": 10,
            "x-scale": {"of": "nps", "best": "high"},
        },
        "tasks": {
            "title": "Việc",
            "type": "array",
            "uniqueItems": True,
            "items": {"oneOf": [{"const": "x", "title": "Ích"}, {"const": "y", "title": "Y"}]},
        },
        "address": {
            "title": "Địa chỉ",
            "type": "object",
            "properties": {"street": {"title": "Đường", "type": "string"}},
        },
        "people": {
            "title": "Người",
            "type": "array",
            "items": {
                "title": "Người",
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"$ref": "#/$defs/named"},
                    "a b": {"title": "Tên lạ", "type": "string"},
                    "pets": {"title": "Vật nuôi", "type": "array", "items": {"type": "string"}},
                },
                "if": {"required": ["name"], "properties": {"name": {"const": "An"}}},
                "then": {"properties": {"why": {"title": "Vì sao?", "type": "string"}}},
            },
        },
        "kept": {"title": "Mã", "type": "string", "readOnly": True, "default": "A-1"},
    },
    "required": ["text", "agree", "fixed", "five", "tasks"],
    "if": {"properties": {"yes": {"const": True}}, "required": ["yes"]},
    "then": {"properties": {"again": {"title": "Khi nào?", "type": "string", "format": "date"}}},
}
FILLED: dict[str, Any] = {
    "text": "Nguyễn Thị Hoà",
    "long": "một\nhai",
    "mail": "a@example.org",
    "web": "https://example.org/",
    "phone": "0912345678",
    "whole": 1234567,
    "real": 3.5,
    "day": "2026-03-05",
    "clock": "09:30:00+07:00",
    "moment": "2026-03-05T09:30:00+07:00",
    "yes": True,
    "ticked": True,
    "agree": True,
    "fixed": "a",
    "maybe": "b",
    "few": 3,
    "many": "o4",
    "five": 4,
    "ten": 9,
    "tasks": ["x"],
    "address": {"street": "12 đường Làng"},
    "people": [{"name": "An", "a b": "lạ", "pets": ["Mèo", "Chó"], "why": "vì"}, {"name": "Bình"}],
    "kept": "B-2",
    "again": "2026-04-01",
}
