"""A page as a tree, read by a parser: what tests ask of HTML."""

from collections.abc import Iterator
from html.parser import HTMLParser

from attrs import define, field

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What stands in a line with what is beside it; all else begins a line of its own.
IN_LINE = frozenset("a abbr b bdi em i small span strong".split())


@define(eq=False)
class Element:
    """An element: its tag, its attributes, and what is in it, texts too."""

    tag: str
    attrs: dict[str, str]
    parent: "Element | None" = field(default=None, repr=False)
    inside: "list[Element | str]" = field(factory=list, repr=False)

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    def get(self, name: str) -> str | None:
        return self.attrs.get(name)

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    @property
    def words(self) -> str:
        """All text in it as it is read: with single blanks, and one where a line begins."""
        return " ".join("".join(self._lines()).split())

    def _lines(self) -> "Iterator[str]":
        for each in self.inside:
            if isinstance(each, str):
                yield each
            else:
                edge = "" if each.tag in IN_LINE else " "
                yield from (edge, *each._lines(), edge)

    def walk(self, *, templates: bool = True) -> "Iterator[Element]":
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                if templates or each.tag != "template":
                    yield from each.walk(templates=templates)

    def all(self, tag: str = "", *, templates: bool = False, **attrs: str) -> "list[Element]":
        """The elements with this tag and these attributes; `class_` asks for one class."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            each
            for each in self.walk(templates=templates)
            if (not tag or each.tag == tag)
            and all(
                value in each.classes if name == "class" else each.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str = "", *, templates: bool = False, **attrs: str) -> "Element":
        (found,) = self.all(tag, templates=templates, **attrs)
        return found

    def above(self) -> "Iterator[Element]":
        at = self.parent
        while at is not None:
            yield at
            at = at.parent


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.at.tag, f"</{tag}> ends <{self.at.tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def parse(html: str) -> Element:
    """The tree of a page; every element must be closed where it should."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.at is builder.root, f"<{builder.at.tag}> isn't closed"
    return builder.root
