"""The pages around a form: the list, the receipt, a form that comes back, and what isn't there."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen
from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from formkit.definition.form import Form
from formkit.filling.submission import Submission
from formkit.language import N_, Text, Translator, date_text, node_text, translator
from formkit.page.render import Renderer, own_name
from formkit.page.words import NOTHING, Speaker, Words, shown
from formkit.store.receipts import Receipt
from formkit.store.times import read_moment
from formkit.web import phone
from formkit.web.security import hash_of
from formkit.web.statics import static, static_hash

if TYPE_CHECKING:
    from formkit.web.host import Host

# The languages that formkit's own words are in.
LANGUAGES = ("vi", "en")
# A code is read out in groups of so many signs.
_GROUP = 3


@cache
def stylesheet() -> str:
    """The stylesheet that stands in each of these pages: that of the form, and their own."""
    return "\n".join(static(name).content.decode() for name in ("formkit.css", "pages.css"))


@cache
def stylesheet_hash() -> str:
    """Its hash, for a Content-Security-Policy."""
    return hash_of(stylesheet())


@lru_cache(maxsize=8)
def _environment(renderer: Renderer) -> Environment:
    """The templates of a host, of these pages and of forms; the first that has one wins."""
    loaders = (renderer.environment.loader, PackageLoader("formkit.web"))
    return renderer.environment.overlay(loader=ChoiceLoader([each for each in loaders if each]))


@frozen
class Card:
    """A form in the list."""

    href: str
    title: Words
    description: Words | None
    minutes: Words | None


@frozen
class Way:
    """One way on from a page: an address and what its button says (a msgid)."""

    href: str
    words: str


@frozen
class Over:
    """What is said over a form that comes back: msgids, and where its first receipt is."""

    heading: str
    sentences: tuple[str, ...]
    press: str
    receipt: str | None = None


@frozen
class Pages:
    """Makes the pages of one visit. `prefix` stands before every path."""

    host: "Host"
    prefix: str = ""

    @property
    def renderer(self) -> Renderer:
        return self.host.renderer

    @property
    def _folders(self) -> tuple[Path, ...]:
        return self.host.catalogues

    # ---- the pages

    def forms(self, found: Iterable[tuple[str, Form]], language: str) -> str:
        """The list of the forms that can be filled in, by slug."""
        say = translator(language, folders=self._folders)
        return self._page(
            "forms.html",
            say,
            language,
            title=say.gettext("Forms"),
            forms=[self._card(slug, form, language) for slug, form in found],
            languages={tag: f"?lang={tag}" for tag in LANGUAGES},
        )

    def receipt(
        self, form: Form, receipt: Receipt, language: str, *, is_open: bool, left: int = 0
    ) -> str:
        """What someone sees who has sent a form; it shows no answers.

        `left` is how many tasks of a checklist are still open.
        """
        speaker = Speaker(form, language, self._folders)
        received = read_moment(receipt.received_at, receipt.utc_offset).isoformat()
        tongues = form.languages or (form.language,)
        return self._page(
            "receipt.html",
            speaker.say,
            language,
            title=speaker.say.gettext("Sent"),
            thanks=self._thanks(speaker),
            groups=[receipt.code[n : n + _GROUP] for n in range(0, len(receipt.code), _GROUP)],
            form=self._title(speaker),
            received=date_text(received, language),
            again=self._form_at(receipt.slug, form, language) if is_open else None,
            home=f"{self.prefix}/",
            left=self._left(speaker, left),
            languages={tag: f"?lang={tag}" for tag in tongues},
        )

    def notice(
        self,
        heading: str,
        sentences: Iterable[str],
        language: str,
        *,
        way: Way | None = None,
        values: Mapping[str, str] | None = None,
        form: Form | None = None,
        typed: str = "",
    ) -> str:
        """What isn't done, in words; all are msgids, `values` go into them.

        `typed` is the HTML of what was typed, so that it can be read and copied at least.
        """
        default = form.language if form else language
        say = translator(language, default, self._folders)
        told = [say.text(sentence, **(values or {})) for sentence in sentences]
        return self._page(
            "notice.html",
            say,
            language,
            title=say.gettext(heading),
            sentences=[_words(text, language) for text in told],
            href=way.href if way else None,
            way=say.gettext(way.words) if way else None,
            typed=Markup(typed),  # noqa: S704 - rendered by the caller
        )

    def again(
        self, form: Form, submission: Submission, over: Over, language: str, **options: Any
    ) -> str:
        """The form as it was typed, with a word over it; `options` go to `Renderer.render`."""
        speaker = Speaker(form, language, self._folders)
        html = self.renderer.render(form, submission, language=language, **options)
        return self._page(
            "again.html",
            speaker.say,
            language,
            title=speaker.say.gettext(over.heading),
            heading=speaker.say.gettext(over.heading),
            sentences=[_words(speaker.say.text(each), language) for each in over.sentences],
            press=speaker.say.gettext(over.press),
            receipt=over.receipt,
            form=Markup(html),  # noqa: S704 - rendered above
            htmx=f"{self.static()}/htmx.js",
        )

    # ---- how

    def static(self) -> str:
        """The address of the static files, without the last slash."""
        return f"{self.prefix}/static/{static_hash()}"

    def _page(
        self,
        template: str,
        say: Translator,
        language: str,
        *,
        languages: Mapping[str, str] | None = None,
        htmx: str = "",
        **context: Any,
    ) -> str:
        return (
            _environment(self.renderer)
            .get_template(template)
            .render(
                language=language,
                failed=False,
                stylesheet=Markup(stylesheet()),  # noqa: S704 - our own files
                head=self.host.head(self.prefix, say),
                script=phone.script(self.static()),
                htmx=htmx,
                step="",
                other_step="",
                takes=False,
                languages=[
                    (tag, own_name(tag), None if tag == language else url)
                    for tag, url in (languages or {}).items()
                ],
                _=say.gettext,
                ngettext=say.ngettext,
                **context,
            )
        )

    def _card(self, slug: str, form: Form, language: str) -> Card:
        own = language if language in form.languages else form.language
        speaker = Speaker(form, own, self._folders)
        minutes = form.settings.minutes
        return Card(
            self._form_at(slug, form, own),
            self._title(speaker, language),
            self._said(speaker, "description", language),
            None if minutes is None else _words(_minutes(speaker, minutes), language),
        )

    def _form_at(self, slug: str, form: Form, language: str) -> str:
        """The address of a form; the language only where it isn't the form's first."""
        query = "" if language == form.language else f"?lang={language}"
        return f"{self.prefix}/f/{slug}{query}"

    def _title(self, speaker: Speaker, language: str | None = None) -> Words:
        found = self._said(speaker, "title", language or speaker.language)
        return found or _words(speaker.say.text("Form"), language or speaker.language)

    def _said(self, speaker: Speaker, key: str, language: str) -> Words | None:
        form = speaker.form
        text = node_text((form.document,), key, speaker.language, form.language)
        return None if text is None else _words(text, language)

    def _left(self, speaker: Speaker, left: int) -> Words | None:
        if not left:
            return None
        text = speaker.say.count("%(n)s task is still open.", "%(n)s tasks are still open.", left)
        return _words(text, speaker.language)

    def _thanks(self, speaker: Speaker) -> Words:
        form = speaker.form
        own = node_text((form.settings.schema,), "thanks", speaker.language, form.language)
        return _words(own or speaker.say.text(N_("Thank you.")), speaker.language)


def _words(text: Text, language: str) -> Words:
    """A text, with `lang` where it isn't in the page's language."""
    lang = NOTHING if text.tag == language else Markup(' lang="{}"').format(text.tag)
    return Words(shown(text.text), lang)


def _minutes(speaker: Speaker, minutes: float) -> Text:
    whole = max(1, round(minutes))
    return speaker.say.count("It takes about %(n)s minute.", "It takes about %(n)s minutes.", whole)
