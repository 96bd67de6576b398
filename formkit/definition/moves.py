"""Where the parts of a schema stand once it has been brought up to 2020-12."""

import re
from typing import Any
from urllib.parse import quote, unquote

from attrs import define, field

from formkit.pointer import Segments, join, split

# What a fragment can hold as it is; lone surrogates have no percent-encoding, and stay.
_PLAIN = "/~!$&'()*+,;=:@"
_ENCODABLE = re.compile("[^\ud800-\udfff]+")


@define(eq=False)
class Moves:
    """What stands elsewhere than it was written, by the identity of the schema that it is in."""

    _of: dict[int, dict[Segments, Segments]] = field(factory=dict)

    def add(self, schema: Any, written: Segments, now: Segments) -> None:
        """Remember that what was written at `written` in a schema is at `now`."""
        self._of.setdefault(id(schema), {})[written] = now

    def copy(self, schema: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
        """`other`, which takes the place of a schema and has its parts where that had them."""
        if id(schema) in self._of:
            self._of[id(other)] = self._of[id(schema)]
        return other

    def now(self, value: Any, written: Segments) -> Segments:
        """Where in `value` something is now; as it was written where it is nowhere."""
        found: list[str] = []
        while written:
            step, written = self._step(value, written)
            found += step
            for segment in step:
                value = _part(value, segment)
        return tuple(found)

    def pointer(self, value: Any, written: str) -> str:
        """As `now`, of a text that should be a pointer; what is none stays as it is."""
        try:
            return join(self.now(value, split(written)))
        except ValueError:
            return written

    def fragment(self, schema: Any, written: str) -> str:
        """The fragment that leads to what a pointer, written as a fragment, led to."""
        segments = split(unquote(written))
        now = self.now(schema, segments)
        if now == segments:
            return written
        return _ENCODABLE.sub(lambda match: quote(match[0], safe=_PLAIN), join(now))

    def _step(self, value: Any, written: Segments) -> tuple[Segments, Segments]:
        moved = self._of.get(id(value), {})
        for length in (1, 2):
            if written[:length] in moved:
                return moved[written[:length]], written[length:]
        return written[:1], written[1:]


def _part(value: Any, segment: str) -> Any:
    if isinstance(value, dict):
        return value.get(segment)
    if isinstance(value, list) and segment.isdecimal() and int(segment) < len(value):
        return value[int(segment)]
    return None
