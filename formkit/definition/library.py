"""The documents that a definition refers to: handed over, or lying beside its file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from jsonschema_specifications import REGISTRY as METASCHEMAS

from formkit.definition.drafts import (
    CURRENT,
    DRAFTS,
    Draft,
    is_earlier_metaschema,
    named_draft,
    of_metaschema,
)
from formkit.definition.jsontext import Flaw, NotJsonError, plain
from formkit.definition.source import Source, UnreadableError, fault_of, read_file


def absolute(base: str, reference: str) -> tuple[str, str]:
    """The address that a reference means at `base`, and its fragment; ValueError if malformed."""
    if reference.startswith("#"):
        # `urljoin` knows nothing of addresses without a path, such as URNs
        return base, reference[1:]
    address, fragment = urldefrag(urljoin(base, reference))
    urlsplit(address)
    return address, fragment


class Library:
    """What can be referred to by its address. Nothing is fetched: it is here, or it is not.

    `resources` are documents by address, relative to the definition's own. `file` is the file
    that the definition was read from: relative references look beside it, never above.
    """

    def __init__(self, base: str, resources: Mapping[str, Any], file: Path | None) -> None:
        self._folder = None if file is None else file.parent.resolve()
        self._mount = base.rpartition("/")[0] + "/"
        self._handed: dict[str, tuple[str, Any]] = {}
        for key, each in resources.items():
            try:
                self._handed[absolute(base, key)[0]] = (key, each)
            except ValueError:
                raise UnreadableError(fault_of(None, Flaw("address", {"found": key}))) from None
        self._inside: dict[str, dict[str, str]] = {}
        self._drafts: dict[str, Draft] = {}

    def find(self, address: str, draft: Draft = CURRENT) -> Source | None:
        """The document at an address, or None. Raises UnreadableError where it can't be read.

        `draft` is of those that don't name theirs.
        """
        if address in self._handed:
            return self._resource(address)
        beside = self._beside(address)
        if beside is not None:
            return read_file(beside, address)
        if draft.name not in self._inside:
            self._inside[draft.name] = dict(self._identifiers(draft))
        holder = self._inside[draft.name].get(address)
        if holder is not None:
            return self._resource(holder)
        if is_earlier_metaschema(address):
            # validators know those of 2020-12 alone
            return Source(address, plain(METASCHEMAS[address].contents))
        return None

    def draft(self, schema: Mapping[str, Any], default: Draft) -> Draft:
        """The draft that a schema names in `$schema`, or that its meta-schema is written in."""
        named = schema.get("$schema")
        if not isinstance(named, str):
            return default
        address = named.rstrip("#")
        if address not in self._drafts:
            self._drafts[address] = self._draft_of(address)
        return self._drafts[address]

    def _draft_of(self, address: str) -> Draft:
        seen: dict[str, dict[str, Any]] = {}
        while address not in DRAFTS and address not in seen:
            try:
                source = self.find(address)
            except UnreadableError:
                # told where all meta-schemas are looked at
                source = None
            if source is None or not isinstance(source.document, dict):
                break
            seen[address] = source.document
            named = source.document.get("$schema")
            address = named.rstrip("#") if isinstance(named, str) else ""
        draft = DRAFTS.get(address, CURRENT)
        return of_metaschema(next(iter(seen.values())), draft) if seen else draft

    def is_local(self, address: str) -> bool:
        """Whether the address would be a file beside the definition."""
        return self._folder is not None and address.startswith(self._mount)

    def _resource(self, address: str) -> Source:
        name, document = self._handed[address]
        try:
            return Source(address, plain(document), name)
        except NotJsonError as error:
            raise UnreadableError(*(fault_of(name, flaw) for flaw in error.flaws)) from None

    def _beside(self, address: str) -> Path | None:
        if self._folder is None or not address.startswith(self._mount):
            return None
        below = unquote(address[len(self._mount) :])
        try:
            # a link that leads out of the folder is as good as absent
            path = (self._folder / below).resolve(strict=True)
        except (OSError, ValueError):
            return None
        inside = path.is_file() and path.is_relative_to(self._folder)
        return self._folder / below if inside else None

    def _identifiers(self, draft: Draft) -> Iterator[tuple[str, str]]:
        """The addresses that handed-over documents give themselves, and what they lie in."""
        for address in self._handed:
            try:
                document = self._resource(address).document
            except UnreadableError:
                # told when somebody refers to it
                continue
            for identifier in _names(document, address, draft):
                yield identifier, address


def _names(schema: Any, base: str, draft: Draft) -> Iterator[str]:
    """The addresses of a schema and of all in it that name themselves."""
    if isinstance(schema, dict):
        draft = named_draft(schema, draft)
        base = own_address(schema, base, draft) or base
        if draft.identity(schema) is not None:
            yield base
        for _, _, child in draft.children(schema):
            yield from _names(child, base, draft)


def own_address(schema: Mapping[str, Any], base: str, draft: Draft) -> str | None:
    """The address of a schema whose name is relative to `base`; None where that is no address."""
    identifier = draft.identity(schema)
    if identifier is None:
        return base
    try:
        return absolute(base, identifier)[0]
    except ValueError:
        return None
