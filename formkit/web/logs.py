"""What is logged: one line of JSON for each request, and faults of the program."""

import json
import sys
import traceback
from datetime import datetime
from functools import lru_cache
from typing import TextIO

from attrs import define, field

from formkit.web.settings import Settings

# Routes are few, and the same again and again.
_quoted = lru_cache(maxsize=256)(json.dumps)


@define(eq=False)
class Log:
    """Writes to the standard error, a line at a time.

    A line holds the time, the method, the route (`/r/{token}`, never what stands in place of
    `{token}`), the status, how many milliseconds it took and how many bytes went out: no query, no
    token, no address of a person, nothing that somebody typed.
    """

    settings: Settings
    stream: TextIO | None = field(default=None)

    def request(
        self, at: datetime, method: str, route: str, status: int, seconds: float, size: int
    ) -> None:
        """One request that was answered."""
        if self.settings.log == "requests":
            # written by hand, since `json` takes longer than all the rest; a method is the
            # client's own word
            method = method if method.isalpha() and method.isascii() else "?"
            self._write(
                f'{{"time":"{at.isoformat(timespec="milliseconds")}","method":"{method[:16]}",'
                f'"route":{_quoted(route)},"status":{status},"ms":{seconds * 1000:.1f},'
                f'"bytes":{size}}}\n'
            )

    def fault(self, at: datetime, route: str, error: BaseException) -> None:
        """A fault of the program: where it happened, and not what it says, since it may quote."""
        places = [
            f"{frame.filename.replace(chr(92), '/').rpartition('/')[2]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        cause = error.__cause__ or error.__context__
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "route": route,
            "fault": type(error).__name__,
            **({"cause": type(cause).__name__} if cause else {}),
            "at": places[-12:],
        }
        self._write(json.dumps(line) + "\n")

    def note(self, at: datetime, text: str) -> None:
        """Something that whoever runs the server should know, in a sentence of formkit's own."""
        line = {"time": at.isoformat(timespec="milliseconds"), "note": text}
        self._write(json.dumps(line, ensure_ascii=False) + "\n")

    def _write(self, line: str) -> None:
        stream = self.stream or sys.stderr
        # a log that nobody reads any more stops no server
        try:
            stream.write(line)
            stream.flush()
        except (OSError, ValueError):
            pass
