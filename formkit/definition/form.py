"""A form: one definition that has been read, checked and bundled, and what it says of itself."""

from collections.abc import Callable, Mapping
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast
from urllib.parse import urldefrag, urljoin

from attrs import field, frozen
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override
from jsonschema_specifications import REGISTRY as METASCHEMAS
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from formkit.definition.source import HERE

if TYPE_CHECKING:
    from referencing._core import Resolver

T = TypeVar("T")

DEFAULT_LANGUAGE = "vi"

Kind = Literal["checklist", "survey", "report"]


@frozen
class Page:
    """A page of `x-form`: which questions (JSON Pointers into the answers) stand on it.

    `schema` is the page as it is written, for its words in other languages (`x-i18n`).
    """

    title: str | None = None
    questions: tuple[str, ...] = ()
    schema: Mapping[str, Any] = field(factory=dict, eq=False, repr=False)


@frozen
class Consent:
    """One purpose that a person agrees to, or not; `key` is the question that asks for it."""

    key: str
    purpose: str
    text: str
    schema: Mapping[str, Any] = field(factory=dict, eq=False, repr=False)


@frozen
class Settings:
    """What `x-form` says of the form as a whole; `schema` is `x-form` as it is written.

    `minutes` is how long it takes to fill in, `retention` how many days the answers are kept.
    """

    vocabulary: int = 1
    kind: Kind | None = None
    languages: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    minutes: float | None = None
    thanks: str | None = None
    consent: tuple[Consent, ...] = ()
    retention: int | None = None
    schema: Mapping[str, Any] = field(factory=dict, eq=False, repr=False)


def _converter() -> Converter:
    converter = Converter()
    for kind in (Consent, Page, Settings):
        structure = make_dict_structure_fn(
            kind, converter, schema=override(struct_hook=lambda raw, _: raw)
        )
        converter.register_structure_hook(
            kind, lambda raw, to, structure=structure: structure({**raw, "schema": raw}, to)
        )
    return converter


_CONVERTER = _converter()


@frozen
class Form:
    """A definition that is ready for use. Equal to another by its SHA-256, shared by threads.

    `document` is the bundled definition: every reference is answered within it. It must not be
    changed. `text` is its compact JSON, and `sha256` the hash of that text in UTF-8: the name of
    this version for ever. `dialects` are meta-schemas that were handed over, by their address.
    """

    sha256: str
    document: dict[str, Any] = field(eq=False, repr=False)
    text: str = field(eq=False, repr=False)
    dialects: Mapping[str, Any] = field(factory=dict, eq=False, repr=False)
    _built: dict[Callable[["Form"], Any], Any] = field(
        factory=dict, eq=False, repr=False, init=False
    )
    _lock: Any = field(factory=RLock, eq=False, repr=False, init=False)

    def once(self, build: Callable[["Form"], T]) -> T:
        """What `build` makes of this form: made at the first call, remembered after it.

        `build` runs at most once at a time and may call `once` for something else; where it
        raises, nothing is remembered.
        """
        try:
            return cast("T", self._built[build])
        except KeyError:
            pass
        with self._lock:
            if build not in self._built:
                self._built[build] = build(self)
            return cast("T", self._built[build])

    @property
    def settings(self) -> Settings:
        """What `x-form` says; the defaults where there is none."""
        return self.once(_settings)

    @property
    def ours(self) -> bool:
        """Whether `x-form` names a kind: formkit's own forms are judged more strictly."""
        return self.settings.kind is not None

    @property
    def title(self) -> str | None:
        """The title in the form's default language."""
        return self.document.get("title")

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags of `x-form`, the default first; empty where it names none."""
        return self.settings.languages

    @property
    def language(self) -> str:
        """The tag of the language that the plain `title` and `description` are written in."""
        return self.languages[0] if self.languages else DEFAULT_LANGUAGE

    @property
    def uri(self) -> str:
        """The absolute address of the root: its `$id`, else a neutral one (see `source.HERE`)."""
        identifier: str = self.document.get("$id", "")
        return urldefrag(urljoin(HERE, identifier)).url

    @property
    def registry(self) -> "Registry[Any]":
        """Every schema that a reference in the form can reach, by address. Fetches nothing."""
        return self.once(_registry)

    def resolver(self) -> "Resolver[Any]":
        """A resolver that stands at the root of the document."""
        return self.registry.resolver(self.uri)


def _settings(form: Form) -> Settings:
    return _CONVERTER.structure(form.document.get("x-form", {}), Settings)


def _registry(form: Form) -> "Registry[Any]":
    # The root goes in under the address that its `$id` is relative to: crawling applies it.
    contents = {**form.dialects, HERE: form.document}
    resources = (
        (uri, Resource.from_contents(each, default_specification=DRAFT202012))
        for uri, each in contents.items()
    )
    registry: Registry[Any] = METASCHEMAS.with_resources(resources).crawl()
    return registry
