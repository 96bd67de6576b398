"""The documents that a definition refers to: handed over, or lying beside its file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from formkit.definition.jsontext import Flaw, NotJsonError, plain
from formkit.definition.keywords import children
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
        self._inside: dict[str, str] | None = None

    def find(self, address: str) -> Source | None:
        """The document at an address, or None. Raises UnreadableError where it can't be read."""
        if address in self._handed:
            return self._resource(address)
        beside = self._beside(address)
        if beside is not None:
            return read_file(beside, address)
        if self._inside is None:
            self._inside = dict(self._identifiers())
        holder = self._inside.get(address)
        return None if holder is None else self._resource(holder)

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

    def _identifiers(self) -> Iterator[tuple[str, str]]:
        """The addresses that handed-over documents give themselves, and what they lie in."""
        for address in self._handed:
            try:
                document = self._resource(address).document
            except UnreadableError:
                # told when somebody refers to it
                continue
            for identifier in identifiers(document, address):
                yield identifier, address


def identifiers(schema: Any, base: str) -> Iterator[str]:
    """The addresses of a schema and of all in it that have an `$id`."""
    if isinstance(schema, dict):
        base = own_address(schema, base) or base
        if "$id" in schema:
            yield base
        for _, _, child in children(schema):
            yield from identifiers(child, base)


def own_address(schema: Mapping[str, Any], base: str) -> str | None:
    """The address of a schema whose `$id` is relative to `base`; None where that is no address."""
    identifier = schema.get("$id")
    if not isinstance(identifier, str):
        return base
    try:
        return absolute(base, identifier)[0]
    except ValueError:
        return None
