"""The buttons of a page that needs no script: rows are added, moved and removed on the server."""

from formkit.filling.encode import encoded
from formkit.filling.fields import ABSENT, Field
from formkit.pointer import Segments, parse_name

# Row keys have at most six digits.
_LAST_KEY = 999_999


def press(root: Field, button: str) -> bool:
    """Do what a `~do` button says, to the tree; False where it can't be done.

    `add` takes the place of a list, `remove`, `up` and `down` that of a row.
    """
    action, _, place = button.partition(" ")
    name = parse_name(place)
    if name is None or name.mark or not name.segments:
        return False
    if action == "add":
        return _add(_find(root, name.segments, name.instance))
    found = _find(root, name.segments[:-1], name.instance)
    if found is None or action not in ("remove", "up", "down"):
        return False
    keys = [row.key for row in found.rows]
    if name.segments[-1] not in keys:
        return False
    index = keys.index(name.segments[-1])
    if action == "remove":
        del found.rows[index]
        return True
    other = index + (1 if action == "down" else -1)
    if not 0 <= other < len(found.rows):
        return False
    found.rows[index], found.rows[other] = found.rows[other], found.rows[index]
    return True


def _find(root: Field, segments: Segments, instance: int) -> Field | None:
    """The list at these segments whose control is this instance, unless it is only read."""
    return next(
        (
            item
            for item in root.walk()
            if item.segments == segments
            and item.node.kind == "rows"
            and not item.node.read_only
            and item.node.instance == instance
        ),
        None,
    )


def _add(found: Field | None) -> bool:
    if found is None:
        return False
    key = max((int(row.key) for row in found.rows), default=-1) + 1
    if key > _LAST_KEY:
        return False
    segments = (*found.segments, str(key))
    found.rows.append(encoded(found.node.row, ABSENT, segments, None))
    return True
