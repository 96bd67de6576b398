"""What a browser without script sends for a page: HTML's form submission, over Python's parser.

Source: the HTML standard, "Constructing the entry list", "Value sanitization algorithm" and
"URL-encoded form data". Left out is what formkit's pages don't have: `dirname`, files, months,
weeks, ranges and colours.
"""

import calendar
import math
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser

from attrs import define, field

Attributes = dict[str, str]

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_LISTED = frozenset(("input", "select", "textarea", "button"))
_BUTTONS = frozenset(("submit", "image", "reset", "button"))
_ASCII_SPACE = " \t\n\f\r"
# As in HTML, a NUL or half of a surrogate pair in a document is U+FFFD.
_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|\n")

_FLOAT = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"(?P<year>[0-9]{4,})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?P<seconds>[0-5][0-9](?:\.[0-9]{1,3})?))?")


@define(eq=False)
class _Element:
    tag: str
    attributes: Attributes
    parent: "_Element | None"
    children: "list[_Element]" = field(factory=list)
    text: str = ""

    def above(self) -> "Iterator[_Element]":
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def within(self) -> "Iterator[_Element]":
        """The elements inside, in order of the document; a template's content isn't in it."""
        for child in self.children:
            if child.tag != "template":
                yield child
                yield from child.within()


class _Tree(HTMLParser):
    """The elements of a page as formkit writes them: every element closed or void."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("", {}, None)
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.at.tag == "textarea":
            self.at.text += self.get_starttag_text() or ""
            return
        if tag in ("option", "optgroup") and self.at.tag == "option":
            self._close("option")
        attributes: Attributes = {}
        for name, value in attrs:
            attributes.setdefault(name, _UNSHOWABLE.sub("\ufffd", value or ""))
        element = _Element(tag, attributes, self.at)
        self.at.children.append(element)
        if tag not in _VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML knows no self-closing elements.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.at.tag == "textarea" and tag != "textarea":
            self.at.text += f"</{tag}>"
        else:
            self._close(tag)

    def _close(self, tag: str) -> None:
        for element in (self.at, *self.at.above()):
            if element.tag == tag and element.parent is not None:
                self.at = element.parent
                return

    def handle_data(self, data: str) -> None:
        self.at.text += _UNSHOWABLE.sub("\ufffd", data)


def _parsed(html: str) -> _Element:
    tree = _Tree()
    tree.feed(_LINE_END.sub("\n", html))
    tree.close()
    return tree.root


def submitted_pairs(html: str, press: str | None = None) -> list[tuple[str, str]]:
    """The pairs that a browser sends when the first form of a page is submitted as it stands.

    `press` is the value of the button that is pressed, such as `add /people`; without it no
    button counts, as when the form is sent by an unnamed one. Raises LookupError where there is
    no form, or no such button that could be pressed.
    """
    controls = _controls(_parsed(html))
    pressed = None
    if press is not None:
        pressed = next((c for c in controls if _is_button(c) and _value(c) == press), None)
        if pressed is None:
            raise LookupError(f"no enabled button has the value {press!r}")
    pairs: list[tuple[str, str]] = []
    for control in controls:
        pairs.extend(_entries(control, pressed, controls))
    return [(_sent(name), _sent(value)) for name, value in pairs]


def held_back(html: str) -> list[str]:
    """The names of the controls for whose emptiness a browser would hold the form back."""
    controls = _controls(_parsed(html))
    return list(
        dict.fromkeys(
            control.attributes.get("name", "")
            for control in controls
            if _is_required(control, controls)
            and not any(value for _, value in _of_group(control, controls))
        )
    )


def _sent(text: str) -> str:
    return _LINE_END.sub("\r\n", text)


def _controls(root: _Element) -> list[_Element]:
    """The controls of the first form that take part in a submission, in document order."""
    form = next((element for element in root.within() if element.tag == "form"), None)
    if form is None:
        raise LookupError("the page has no form")
    return [
        element
        for element in root.within()
        if element.tag in _LISTED and _owner(element, root) is form and not _is_barred(element)
    ]


def _owner(element: _Element, root: _Element) -> _Element | None:
    named = element.attributes.get("form")
    if named is None:
        return next((above for above in element.above() if above.tag == "form"), None)
    found = next((each for each in root.within() if each.attributes.get("id") == named), None)
    return found if found is not None and found.tag == "form" else None


def _is_barred(element: _Element) -> bool:
    if "disabled" in element.attributes:
        return True
    inside = element
    for above in element.above():
        if above.tag == "datalist":
            return True
        if above.tag == "fieldset" and "disabled" in above.attributes:
            legend = next((child for child in above.children if child.tag == "legend"), None)
            # What stands in the first legend of a disabled fieldset stays usable.
            if inside is not legend:
                return True
        inside = above
    return False


def _type(element: _Element) -> str:
    fallback = "submit" if element.tag == "button" else "text"
    kind = element.attributes.get("type", "").strip(_ASCII_SPACE).lower() or fallback
    if element.tag == "button" and kind not in _BUTTONS:
        return "submit"
    return kind


def _is_button(element: _Element) -> bool:
    if element.tag not in ("input", "button"):
        return False
    return _type(element) in ("submit", "image")


def _entries(
    control: _Element, pressed: _Element | None, controls: list[_Element]
) -> Iterator[tuple[str, str]]:
    name = control.attributes.get("name", "")
    kind = _type(control)
    if control.tag in ("input", "button") and kind in _BUTTONS:
        if control is pressed and kind == "image":
            before = name + "." if name else ""
            yield before + "x", "0"
            yield before + "y", "0"
        elif control is pressed and name:
            yield name, _value(control)
    elif not name:
        return
    elif control.tag == "select":
        yield from ((name, value) for value in _selected(control))
    elif control.tag == "textarea":
        # The parser drops one line break after the tag.
        yield name, control.text.removeprefix("\n")
    elif kind in ("checkbox", "radio"):
        if _is_checked(control, controls):
            yield name, control.attributes.get("value", "on")
    elif kind == "file":
        yield name, ""
    elif kind == "hidden" and name.lower() == "_charset_":
        yield name, "UTF-8"
    else:
        yield name, sanitized(kind, _value(control))


def _value(control: _Element) -> str:
    return control.attributes.get("value", "")


def _is_checked(control: _Element, controls: list[_Element]) -> bool:
    if "checked" not in control.attributes:
        return False
    if _type(control) == "checkbox":
        return True
    name = control.attributes.get("name")
    group = (
        each
        for each in controls
        if each.tag == "input"
        and _type(each) == "radio"
        and each.attributes.get("name") == name
        and "checked" in each.attributes
    )
    return list(group)[-1] is control


def _selected(select: _Element) -> list[str]:
    options = [element for element in select.within() if element.tag == "option"]
    chosen = [option for option in options if "selected" in option.attributes]
    if "multiple" not in select.attributes:
        usable = [option for option in options if not _is_off(option)]
        chosen = chosen[-1:] or usable[:1]
    return [_option_value(option) for option in chosen if not _is_off(option)]


def _is_off(option: _Element) -> bool:
    group = option.parent
    return "disabled" in option.attributes or (
        group is not None and group.tag == "optgroup" and "disabled" in group.attributes
    )


def _option_value(option: _Element) -> str:
    value = option.attributes.get("value")
    return " ".join(option.text.split()) if value is None else value


def _is_required(control: _Element, controls: list[_Element]) -> bool:
    if "required" in control.attributes:
        kind = _type(control)
        return control.tag != "button" and kind not in (*_BUTTONS, "hidden", "range", "color")
    return False


def _of_group(control: _Element, controls: list[_Element]) -> Iterator[tuple[str, str]]:
    """What a control sends, or for a radio button those of its group."""
    name = control.attributes.get("name", "")
    if _type(control) != "radio":
        for sent, value in _entries(control, None, controls):
            # A ticked box counts, whatever it sends.
            yield sent, value or ("on" if _type(control) == "checkbox" else "")
        return
    for each in controls:
        if each.tag == "input" and _type(each) == "radio" and each.attributes.get("name") == name:
            for sent, _ in _entries(each, None, controls):
                yield sent, "on"


# ---- what an input makes of the value that its page gives it


def sanitized(kind: str, value: str) -> str:
    """The value that an `input` of this type has when its page gives it `value`."""
    return _SANITIZE.get(kind, _one_line)(value)


def _one_line(value: str) -> str:
    return value.replace("\r", "").replace("\n", "")


def _as_it_is(value: str) -> str:
    return value


def _trimmed(value: str) -> str:
    return _one_line(value).strip(_ASCII_SPACE)


def _number(value: str) -> str:
    return value if _FLOAT.fullmatch(value) and math.isfinite(float(value)) else ""


def _date(value: str) -> str:
    match = _DATE.fullmatch(value)
    if match is None:
        return ""
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    # A calendar of 400 years repeats.
    known = year > 0 and 1 <= month <= 12
    return value if known and 1 <= day <= calendar.monthrange(year % 400 or 400, month)[1] else ""


def _time(value: str) -> str:
    return value if _TIME.fullmatch(value) else ""


def _local(value: str) -> str:
    day, _, time = value.replace(" ", "T", 1).partition("T")
    match = _TIME.fullmatch(time)
    if match is None or not _date(day):
        return ""
    seconds = match["seconds"]
    if not seconds:
        return f"{day}T{time}"
    # As short as it can be.
    shortest = seconds.rstrip("0").rstrip(".") if "." in seconds else seconds
    return f"{day}T{time[:5]}" + ("" if shortest == "00" else f":{shortest}")


_SANITIZE: Mapping[str, Callable[[str], str]] = {
    "hidden": _as_it_is,
    "checkbox": _as_it_is,
    "radio": _as_it_is,
    "email": _trimmed,
    "url": _trimmed,
    "number": _number,
    "date": _date,
    "time": _time,
    "datetime-local": _local,
}
