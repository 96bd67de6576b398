"""JSON Lines: each response whole on one line, exactly as it was answered."""

import json
import re
from collections.abc import Iterable
from typing import IO, Any

from formkit.report.lines import about, received
from formkit.store.responses import Response

# JSON may hold these as they are, but what splits a file into lines may take them for an end.
_LINE_ENDS = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")


def write(out: IO[bytes], responses: Iterable[Response]) -> None:
    """Write the responses as lines of UTF-8, each with what is known of it and its `answers`."""
    for response in responses:
        whole = {
            **about(response),
            "received": received(response).isoformat(timespec="microseconds"),
            "answers": response.answers,
        }
        out.write(_line(whole).encode("utf-8"))


def _line(whole: dict[str, Any]) -> str:
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return _LINE_ENDS.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
