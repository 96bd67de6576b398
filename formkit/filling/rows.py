"""The buttons of a page that needs no script: rows are added, moved and removed on the server."""

from formkit.filling.encode import encoded
from formkit.filling.fields import ABSENT, Field
from formkit.pointer import Segments, parse_name

# Row keys have at most six digits.
_LAST_KEY = 999_999


def press(root: Field, button: str) -> bool:
    """Do what a `~do` button says, to the tree; False where it can't be done.

    `add` takes the place of a list, `open` that of what stands within itself, of a list for a row
    that a browser can't make; `remove`, `up` and `down` take that of a row. `branch` takes the
    place of what is chosen from many branches, of which a page shows one.
    """
    action, _, place = button.partition(" ")
    name = parse_name(place)
    if button == "open ":
        # the root is open: the page comes back as it is
        return True
    if name is None or name.mark or not (name.segments or action in ("add", "branch")):
        return False
    if action == "branch":
        return _find_chooser(root, name.segments, name.instance)
    if action == "open":
        opened = _open(root, name.segments, name.instance)
        if opened is not None and (opened.node.kind != "rows" or opened.rows):
            return True
    if action in ("add", "open"):
        return _add(root, name.segments, name.instance)
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
            and item.node.kind in ("rows", "map")
            and item.node.fold is None
            and not item.node.read_only
            and item.node.instance == instance
        ),
        None,
    )


def _find_chooser(root: Field, segments: Segments, instance: int) -> bool:
    """Whether there is something to choose with at these segments."""
    return any(
        item.segments == segments
        and item.node.chooser is not None
        and item.node.instance == instance
        and not item.node.read_only
        for item in root.walk()
    )


def open_chosen(root: Field) -> bool:
    """Open what waits in the branches that are chosen out of many; whether anything did.

    What stands within itself waits for a button of its own.
    """
    opened = False
    for item in root.walk():
        start = 0
        for branch, on in zip(item.node.branches, item.on, strict=True):
            end = start + len(branch.nodes)
            if on and any(test.chooser and test.chooser.large for test in branch.tests):
                for index in range(start, end):
                    child = item.children[index]
                    if child.node.fold is not None:
                        unfolded = child.node.unfolded()
                        item.children[index] = encoded(unfolded, ABSENT, child.segments, None)
                        opened = True
            start = end
    return opened


def _add(root: Field, place: Segments, instance: int) -> bool:
    found = _find(root, place, instance)
    if found is None or not found.node.offered:
        return False
    # A place may hold a list and a map, of which one is chosen: no row of both has the same key.
    beside = (row for item in root.walk() if item.segments == place for row in item.rows)
    key = max((int(row.key) for row in beside if row.key.isdigit()), default=-1) + 1
    key = max(key, found.node.prefix)
    while str(key) in found.node.taken:
        key += 1
    if key > _LAST_KEY:
        return False
    segments = (*found.segments, str(key))
    row = encoded(found.node.row.unfolded(), ABSENT, segments, None)
    if found.node.kind == "map":
        row.called = ""
    found.rows.append(row)
    return True


def _open(root: Field, place: Segments, instance: int) -> Field | None:
    """Open what stands within itself; what is inside is asked from then on."""
    for item in root.walk():
        for inside in (item.children, item.rows):
            for index, child in enumerate(inside):
                if (
                    child.segments == place
                    and child.node.instance == instance
                    and child.node.fold is not None
                    and not child.node.read_only
                ):
                    inside[index] = encoded(child.node.unfolded(), ABSENT, place, None)
                    return inside[index]
    return None
