"""What stands in a page, for tests that look at HTML: its elements and the text of each."""

from html.parser import HTMLParser

from attrs import define, field

_VOID = {"br", "hr", "img", "input", "link", "meta"}


@define(eq=False)
class Element:
    """An element: `text` is all the text in it and in what it holds."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@define(eq=False)
class Page(HTMLParser):
    """The elements of a page in document order, templates' content apart."""

    html: str
    elements: list[Element] = field(factory=list)
    _open: list[Element] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if not any(above.tag == "template" for above in self._open):
            self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def by_id(self, name: str) -> Element | None:
        """The element with this id, if any."""
        found = [each for each in self.elements if each.attributes.get("id") == name]
        assert len(found) < 2, f"two elements have the id {name!r}"
        return found[0] if found else None

    def of_class(self, name: str) -> list[Element]:
        return [each for each in self.elements if name in each.attributes.get("class", "").split()]
