"""Small definitions that several tests in a browser use."""

from typing import Any

TEXT = {"type": "string"}


def form(properties: dict[str, Any], **keywords: Any) -> dict[str, Any]:
    """A form of these questions."""
    return {"title": "Phiếu thử", "type": "object", "properties": properties, **keywords}


def is_(name: str, value: Any) -> dict[str, Any]:
    """The condition that a question is answered so."""
    return {"required": [name], "properties": {name: {"const": value}}}


def then(condition: Any, properties: dict[str, Any], **keywords: Any) -> dict[str, Any]:
    """Questions that are asked only then."""
    return {"if": condition, "then": {"properties": properties, **keywords}}


def choice(title: str, *values: str) -> dict[str, Any]:
    """A question with a few answers."""
    return {"title": title, "type": "string", "enum": list(values)}


# One condition, and a question after it that moves when the branch opens.
SHOP = form(
    {
        "shop": choice("Có cửa hàng không?", "yes", "no"),
        "street": {"title": "Tên đường", "type": "string"},
    },
    required=["shop"],
    allOf=[
        then(
            is_("shop", "yes"),
            {
                "kind": choice("Bán gì?", "food", "clothes", "other"),
                "since": {"title": "Từ năm nào?", "type": "integer", "minimum": 1900},
            },
            required=["kind"],
        )
    ],
)

# Rows in rows, one of them with a condition of its own.
HOUSE = form(
    {
        "people": {
            "title": "Người trong nhà",
            "type": "array",
            "items": {
                "title": "Người",
                "type": "object",
                "properties": {
                    "name": {"title": "Tên gọi", "type": "string"},
                    "works": {"title": "Có đi làm không?", "type": "boolean"},
                    "phones": {
                        "title": "Số điện thoại",
                        "type": "array",
                        "items": {"title": "Số", "type": "string", "format": "vn-phone"},
                    },
                },
                "required": ["name"],
                "allOf": [then(is_("works", True), {"job": {"title": "Nghề gì?", **TEXT}})],
            },
        }
    }
)
