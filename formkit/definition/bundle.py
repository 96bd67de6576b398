"""Every reference of a definition is answered within it: one document, and nothing else needed."""

from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from attrs import define, field, frozen
from jsonschema_specifications import REGISTRY as METASCHEMAS

from formkit.definition.drafts import CURRENT, Draft, is_earlier_metaschema
from formkit.definition.jsontext import NowhereError, value_at
from formkit.definition.keywords import is_schema
from formkit.definition.library import Library, absolute, own_address
from formkit.definition.moves import Moves
from formkit.definition.source import HERE, Source, UnreadableError
from formkit.errors import Problem
from formkit.pointer import join, split


@frozen(eq=False)
class Place:
    """A schema, and where it was read.

    `base` is the address of the resource that it belongs to, and `begins` says whether that is
    itself; `draft` is what it was written in.
    """

    schema: Any
    source: Source
    pointer: str
    base: str
    draft: Draft = CURRENT
    begins: bool = False

    def fault(self, code: str, *segments: str, **params: Any) -> Problem:
        """What is wrong with a keyword of this schema, or something below it."""
        return self.source.fault(self.pointer + join(segments), code, **params)

    def misshapen(self) -> Iterator[Problem]:
        """The keywords of this schema whose values its draft doesn't take."""
        for segments, keyword, shape in self.draft.misshapen(self.schema):
            yield self.fault("misshapen", *segments, keyword=keyword, shape=shape)


@frozen(eq=False)
class Reference:
    """A `$ref` or `$dynamicRef`, and the schema that it stands in."""

    place: Place
    keyword: str

    @property
    def text(self) -> str:
        """The reference as it is written."""
        text: str = self.place.schema[self.keyword]
        return text


@frozen(eq=False)
class _Link:
    """A reference that was followed: what it means, and the schema that it leads to."""

    reference: Reference
    address: str
    fragment: str
    resource: Place
    target: Any


@define(eq=False)
class Gathering:
    """All that a definition consists of: its documents, their schemas, and where references lead.

    `places` and `targets` go by the identity of a schema, of which every copy is its own. `ways`
    are the steps of all pointers in references: a value's identity, and what of it is meant.
    """

    library: Library
    faults: list[Problem] = field(factory=list)
    sources: list[Source] = field(factory=list)
    places: dict[int, Place] = field(factory=dict)
    targets: dict[int, dict[str, Any]] = field(factory=dict)
    resources: dict[str, Place] = field(factory=dict)
    moves: Moves = field(factory=Moves)
    ways: set[tuple[int, str]] = field(factory=set)
    _links: list[_Link] = field(factory=list)
    _canonical: dict[str, str] = field(factory=dict)
    _anchors: dict[tuple[str, str], Any] = field(factory=dict)
    _queue: deque[Reference] = field(factory=deque)
    _named: set[int] = field(factory=set)
    _unreadable: set[str] = field(factory=set)

    def gather(self, root: Source) -> None:
        """Take in a document and everything that it refers to, in order of first reference."""
        self._add(root, CURRENT)
        while self._queue:
            self._follow(self._queue.popleft())

    def address(self, source: Source) -> str:
        """The address that a document is known by: its own `$id`, else where it was found."""
        return self._canonical[source.address]

    def is_named(self, source: Source) -> bool:
        """Whether somebody refers to the document by its address."""
        return id(source.document) in self._named

    def anchors(self) -> set[str]:
        """Every name that a schema has within its resource."""
        return {name for _, name in self._anchors}

    def settle(self) -> None:
        """Make every reference hold where the schemas are now."""
        for link in self._links:
            self._rewrite(link)

    def _add(self, source: Source, default: Draft) -> None:
        base = source.address
        draft = default
        if isinstance(source.document, dict):
            draft = self.library.draft(source.document, default)
            base = own_address(source.document, base, draft) or base
        self._canonical[source.address] = base
        known = self.resources.get(base)
        if known is not None and known.schema == source.document:
            return
        self.sources.append(source)
        if known is None:
            self.resources[base] = Place(source.document, source, "", base, draft)
        self._visit(source.document, source, "", source.address, default)

    def _visit(self, schema: Any, source: Source, pointer: str, above: str, default: Draft) -> None:
        if not isinstance(schema, dict) or id(schema) in self.places:
            return
        draft = self.library.draft(schema, default)
        address = own_address(schema, above, draft)
        base = above if address is None else address
        begins = draft.begins(schema) and (base != above or not pointer or not draft.lonely)
        place = Place(schema, source, pointer, base, draft, begins)
        self.places[id(schema)] = place
        identifier = draft.identifier
        if address is None:
            self.faults.append(place.fault("address", identifier, found=schema[identifier]))
        elif begins and self.resources.setdefault(address, place).schema is not schema:
            self.faults.append(place.fault("id-twice", identifier, found=address))
        for name in draft.anchors(schema):
            self._anchors[base, name] = schema
        for keyword in draft.references:
            if isinstance(schema.get(keyword), str):
                self._queue.append(Reference(place, keyword))
        for _, segments, child in draft.children(schema):
            self._visit(child, source, pointer + join(segments), base, draft)

    def _follow(self, reference: Reference) -> None:
        place = reference.place
        try:
            address, fragment = absolute(place.base, reference.text)
        except ValueError:
            self._fault(reference, "address", found=reference.text)
            return
        if address in METASCHEMAS and not is_earlier_metaschema(address):
            # every validator has them, so that they aren't bundled
            found = Place(METASCHEMAS[address].contents, place.source, "", address)
            self._target(reference, found, fragment)
            return
        resource = self._resource(reference, address)
        target = None if resource is None else self._target(reference, resource, fragment)
        if resource is None or target is None:
            return
        around = self._around(resource, fragment)
        pointer = resource.pointer + unquote(fragment)
        self._visit(target, resource.source, pointer, around.base, around.draft)
        self.targets.setdefault(id(place.schema), {})[reference.keyword] = target
        self._links.append(_Link(reference, address, fragment, resource, target))

    def _around(self, resource: Place, fragment: str) -> Place:
        """The innermost schema that holds what a fragment leads to; the way there is kept."""
        around, value = resource, resource.schema
        for segment in split(unquote(fragment)) if fragment.startswith("/") else ():
            self.ways.add((id(value), segment))
            value = value[segment] if isinstance(value, dict) else value[int(segment)]
            around = self.places.get(id(value), around)
        return around

    def _fault(self, reference: Reference, code: str, **params: Any) -> None:
        self.faults.append(reference.place.fault(code, reference.keyword, **params))

    def _resource(self, reference: Reference, address: str) -> Place | None:
        known = self.resources.get(self._canonical.get(address, address))
        if known is not None:
            return known
        if address in self._unreadable:
            return None
        try:
            source = self.library.find(address, reference.place.draft)
        except UnreadableError as error:
            self._unreadable.add(address)
            self.faults += error.faults
            return None
        if source is None:
            code = self._absence(address)
            found = address if code == "network" else reference.text
            self._fault(reference, code, found=found)
            return None
        if not is_schema(source.document):
            self._fault(reference, "not-schema", found=address)
            return None
        self._add(source, reference.place.draft)
        return self.resources[self._canonical.get(address, address)]

    def _absence(self, address: str) -> str:
        if self.library.is_local(address):
            return "no-file"
        return "no-document" if address.startswith("file:") else "network"

    def _target(self, reference: Reference, resource: Place, fragment: str) -> Any:
        """The schema that a fragment means in a resource; where there is none, a fault and None."""
        target = resource.schema
        if fragment.startswith("/"):
            try:
                target = value_at(target, unquote(fragment))
            except NowhereError as error:
                self._fault(reference, "no-pointer", found=reference.text, near=error.near)
                return None
        elif fragment and (target := self._anchor(resource, fragment)) is None:
            self._fault(reference, "no-anchor", found=fragment)
            return None
        if not is_schema(target):
            self._fault(reference, "not-schema", found=reference.text)
            return None
        return target

    def _anchor(self, resource: Place, name: str) -> Any:
        known = self._anchors.get((resource.base, name))
        if known is None and resource.base in METASCHEMAS:
            anchors = METASCHEMAS[resource.base].anchors()
            return next((each.resource.contents for each in anchors if each.name == name), None)
        return known

    def _rewrite(self, link: _Link) -> None:
        """Make a reference hold in the bundle, where its target is known by its own address."""
        place, keyword, text = link.reference.place, link.reference.keyword, link.reference.text
        resource = link.resource
        fragment = self._fragment(link)
        if fragment != link.fragment:
            place.schema[keyword] = text.partition("#")[0] + "#" + fragment
        if text.startswith("#"):
            return
        document = resource.source.document
        abroad = resource.source is not place.source
        if resource.schema is document and (abroad or "$id" not in document):
            self._named.add(id(document))
        # beside a file whose address is only ours, a relative reference means nothing elsewhere
        ours = abroad and place.source is self.sources[0] and place.base.startswith(HERE)
        if ours or resource.base != link.address:
            place.schema[keyword] = resource.base + ("#" + fragment if "#" in text else "")

    def _fragment(self, link: _Link) -> str:
        """The fragment that leads in a resource to what it was written to lead to."""
        fragment = link.fragment
        if fragment and not fragment.startswith("/"):
            if fragment in (link.target.get("$anchor"), link.target.get("$dynamicAnchor")):
                return fragment
            # a name that 2020-12 doesn't take
            fragment = self.places[id(link.target)].pointer.removeprefix(link.resource.pointer)
        return self.moves.fragment(link.resource.schema, fragment)


def bundled(gathering: Gathering) -> dict[str, Any]:
    """The first document, with all the others in its `$defs` by their addresses."""
    root, *others = gathering.sources
    document: dict[str, Any] = root.document
    if gathering.is_named(root):
        document = _identified(gathering, root)
    if not others:
        return document
    defs = document.get("$defs", {})
    defs = dict(defs) if isinstance(defs, dict) else {}
    for source in others:
        key = gathering.address(source)
        while key in defs:
            # somebody's own name for something else
            key += "'"
        defs[key] = _identified(gathering, source)
    return gathering.moves.copy(document, {**document, "$defs": defs})


def _identified(gathering: Gathering, source: Source) -> dict[str, Any]:
    """The document with an absolute `$id`: its own, else its address."""
    address = gathering.address(source)
    if isinstance(source.document, bool):
        return {"$id": address} if source.document else {"$id": address, "not": {}}
    document: dict[str, Any] = source.document
    identifier = document.get("$id")
    if isinstance(identifier, str):
        if urlsplit(identifier).scheme:
            return document
        return gathering.moves.copy(document, {**document, "$id": address})
    return gathering.moves.copy(document, {"$id": address, **document})
