"""Which JSON Schema a definition is written in: 2020-12, or a meta-schema that was handed over."""

from collections.abc import Iterator
from typing import Any

from attrs import define, field
from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY as METASCHEMAS
from referencing import Resource
from referencing.jsonschema import DRAFT202012

from formkit.definition.bundle import Gathering, Place
from formkit.definition.keywords import DRAFT
from formkit.definition.library import Library
from formkit.definition.source import UnreadableError
from formkit.errors import Problem

EARLIER = {
    "http://json-schema.org/draft-03/schema": "draft-03",
    "http://json-schema.org/draft-04/schema": "draft-04",
    "http://json-schema.org/draft-06/schema": "draft-06",
    "http://json-schema.org/draft-07/schema": "draft-07",
    "https://json-schema.org/draft/2019-09/schema": "2019-09",
}


@define(eq=False)
class Dialects:
    """The meta-schemas that a definition names in `$schema`, other than that of 2020-12.

    `documents` are those that were handed over, and what they refer to, by address; `uses` says
    where each is named.
    """

    library: Library
    documents: dict[str, Any] = field(factory=dict)
    faults: list[Problem] = field(factory=list)
    uses: list[tuple[Place, str]] = field(factory=list)

    def collect(self, gathering: Gathering) -> None:
        """Find every `$schema` of a definition; an earlier or an unknown one is a fault."""
        for place in gathering.places.values():
            named = place.schema.get("$schema")
            address = named.rstrip("#") if isinstance(named, str) else DRAFT
            if address == DRAFT:
                continue
            if address in EARLIER:
                self.faults.append(place.fault("draft", "$schema", found=EARLIER[address]))
                continue
            try:
                known = self._is_known(address)
            except UnreadableError as error:
                self.faults += error.faults
                continue
            if known:
                self.uses.append((place, address))
            else:
                self.faults.append(place.fault("dialect", "$schema", found=named))

    def _is_known(self, address: str) -> bool:
        if address in self.documents:
            return True
        source = self.library.find(address)
        if source is None or not isinstance(source.document, dict):
            return False
        gathering = Gathering(self.library)
        gathering.gather(source)
        self.faults += gathering.faults
        self.documents[address] = source.document
        self.documents |= {each.address: each.document for each in gathering.sources}
        return True

    def applies(self, place: Place) -> bool:
        """Whether a schema is written in one of these, and not in 2020-12."""
        return any(
            place.source is root.source and (place.pointer + "/").startswith(root.pointer + "/")
            for root, _ in self.uses
        )

    def misuses(self) -> Iterator[Problem]:
        """What the meta-schemas refuse."""
        resources = [
            (address, Resource.from_contents(each, default_specification=DRAFT202012))
            for address, each in self.documents.items()
        ]
        registry = METASCHEMAS.with_resources(resources)
        for place, address in self.uses:
            try:
                validator = Draft202012Validator(self.documents[address], registry=registry)
                errors = list(validator.iter_errors(place.schema))
            except Exception as broken:  # noqa: BLE001 # a stranger's meta-schema can do anything
                reason = type(broken).__name__
                yield place.fault("dialect-broken", "$schema", found=address, reason=reason)
                continue
            for error in errors:
                segments = map(str, error.absolute_path)
                yield place.fault("dialect-rule", *segments, found=address, rule=error.validator)
