"""The meta-schemas that a definition is written for, where it isn't one of JSON Schema's own."""

from collections.abc import Iterator
from typing import Any

from attrs import define, field
from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY as METASCHEMAS
from referencing.jsonschema import DRAFT202012

from formkit.definition.bundle import Gathering, Place
from formkit.definition.drafts import DRAFTS
from formkit.definition.library import Library
from formkit.definition.source import UnreadableError
from formkit.definition.upgrade import bring_up
from formkit.errors import Problem

# Older than what can be brought up.
REFUSED = {"http://json-schema.org/draft-03/schema": "draft-03"}


@define(eq=False)
class Dialects:
    """The meta-schemas that a definition names in `$schema`, other than those of JSON Schema.

    `documents` are those that were handed over, and what they refer to, by address; `uses` says
    where each is named.
    """

    library: Library
    documents: dict[str, Any] = field(factory=dict)
    faults: list[Problem] = field(factory=list)
    uses: list[tuple[Place, str]] = field(factory=list)
    _refused: set[tuple[str | None, str]] = field(factory=set)

    def collect(self, gathering: Gathering) -> None:
        """Find every `$schema` of a definition; a too old or an unknown one is a fault."""
        for place in gathering.places.values():
            named = place.schema.get("$schema")
            address = named.rstrip("#") if isinstance(named, str) else None
            if address is None or address in DRAFTS:
                continue
            if address in REFUSED:
                self.faults.append(place.fault("draft", "$schema", found=REFUSED[address]))
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
        for place in gathering.places.values():
            self.faults += place.misshapen()
        bring_up(gathering)
        self.faults += gathering.faults
        self.documents[address] = source.document
        self.documents |= {each.address: each.document for each in gathering.sources}
        return True

    @property
    def lasting(self) -> dict[str, Any]:
        """What the judge needs: in 2020-12, `$schema` still says it; else it was brought up."""
        return self.documents if any(place.draft.is_current for place, _ in self.uses) else {}

    def applies(self, place: Place) -> bool:
        """Whether a schema is written in one of these, and not in a draft of JSON Schema."""
        return any(
            place.source is root.source and (place.pointer + "/").startswith(root.pointer + "/")
            for root, _ in self.uses
        )

    def misuses(self) -> Iterator[Problem]:
        """What the meta-schemas refuse."""
        resources = [
            (address, DRAFT202012.create_resource(each)) for address, each in self.documents.items()
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
                fault = place.fault("dialect-rule", *segments, found=address, rule=error.validator)
                self._refused.add(_where(fault))
                yield fault

    def refuses(self, fault: Problem) -> bool:
        """Whether one of the misuses that were told is where the fault is."""
        return _where(fault) in self._refused


def _where(fault: Problem) -> tuple[str | None, str]:
    return fault.params.get("file"), fault.pointer
