"""The front of the page: a form and answers in, HTML out."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import define, field, frozen
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
)
from jinja2_fragments import render_block
from markupsafe import Markup

from formkit.definition.form import Form
from formkit.errors import Problem
from formkit.filling.encode import encode
from formkit.filling.fields import Field, Json
from formkit.filling.submission import Submission
from formkit.language import negotiate
from formkit.page import showing as slots
from formkit.page.assets import asset
from formkit.page.built_in import BUILT_IN
from formkit.page.page import Options, Page, talk
from formkit.page.problems import Located, Sentence, located
from formkit.page.showing import Said, Showing
from formkit.page.stored import stored
from formkit.page.words import NOTHING, Speaker, shown
from formkit.pointer import parse_name

# So many links stand open in the summary: more are a wall.
OPEN_LINKS = 5
# Languages, prefixes and addresses of one form; a host has few, whoever asks may try many.
_KEPT_PAGES = 32

Pairs = Iterable[tuple[str, str]]
Answers = Mapping[str, Json] | Submission | None
Folder = str | PathLike[str]


@define(eq=False)
class _Pages:
    """The pages of one form that are made: the least used goes first."""

    form: Form
    _made: "OrderedDict[Options, Page]" = field(factory=OrderedDict)
    _lock: Lock = field(factory=Lock)

    def get(self, options: Options, make: Any) -> Page:
        with self._lock:
            page: Page | None = self._made.get(options)
            if page is None:
                page = self._made[options] = make(self.form, options)
            self._made.move_to_end(options)
            if len(self._made) > _KEPT_PAGES:
                self._made.popitem(last=False)
            return page


# `tuple` itself would tell a type checker nothing of what may be in it.
def _templates(given: "Iterable[Folder | BaseLoader]") -> "tuple[Folder | BaseLoader, ...]":
    return tuple(given)


def _catalogues(given: Iterable[Folder]) -> tuple[Folder, ...]:
    return tuple(given)


@frozen(eq=False)
class Renderer:
    """Renders forms with a host's own templates and words, which win file by file.

    `templates` are folders or Jinja loaders, the first wins; a file there replaces the one of
    formkit with the same name (`fields/radio.html`), and a template for a widget of one's own is
    found by its name. `catalogues` are folders with `{tag}/LC_MESSAGES/formkit.po`, message by
    message. Make one and keep it: pages are kept for each form and Renderer.
    """

    templates: "tuple[Folder | BaseLoader, ...]" = field(default=(), converter=_templates)
    catalogues: tuple[Folder, ...] = field(default=(), converter=_catalogues)
    environment: Environment = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        loaders: list[BaseLoader] = [
            one if isinstance(one, BaseLoader) else FileSystemLoader(one) for one in self.templates
        ]
        environment = Environment(
            loader=ChoiceLoader([*loaders, BUILT_IN]),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        object.__setattr__(self, "environment", environment)

    # ---- what it makes

    def render(
        self,
        form: Form,
        answers: Answers = None,
        *,
        problems: Iterable[Problem] = (),
        language: str | None = None,
        action: str = "",
        prefix: str = "",
        urls: Mapping[str, str] | None = None,
        hidden: Pairs = (),
        readonly: bool = False,
    ) -> str:
        """One `<form>` as HTML, for a page of the host's own.

        `answers` are stored answers, or a `Submission`, which shows everything as it was typed;
        None is an untouched form with its defaults. `problems` are said at their questions and in
        the summary; those of a Submission are its own. `language` is a tag, else the Submission's,
        else the form's first. `action` is where the form is sent to, the page's own address if
        empty. `prefix` goes before every id, for several forms on one page. `urls` is
        `{"check": address}` where single questions can be checked while the form is filled in.
        `hidden` are the host's own pairs, such as a token. `readonly` shows answers without
        anything to fill in.
        """
        page = self._page(form, answers, language, prefix, urls, readonly)
        showing, _ = self._shown(page, answers, tuple(problems), action, tuple(hidden))
        return showing

    def render_page(
        self,
        form: Form,
        answers: Answers = None,
        *,
        problems: Iterable[Problem] = (),
        language: str | None = None,
        action: str = "",
        prefix: str = "",
        urls: Mapping[str, str] | None = None,
        hidden: Pairs = (),
        readonly: bool = False,
        static: str = "/static",
        script: str = "",
        languages: Mapping[str, str] | None = None,
        head: Markup = NOTHING,
        step: str = "",
        other_step: str = "",
        takes: bool = False,
    ) -> str:
        """A whole HTML document with the form and its stylesheet, as `render` takes its arguments.

        `static` is the address under which the host serves `formkit.js`, and `htmx.js` where
        `urls` has a check; `script` is the address of a script that does all of `formkit.js` and
        more, in its place. `languages` are addresses of this page by language tag, for a switch.
        `head` is the host's own HTML for the document's head, before the scripts; a text that is no
        `Markup` is escaped there. With `step` `"question"` the text is large and the script shows
        one question at a time, as suits elderly people; `other_step` is the address of this page in
        the other way, for a switch. Where the host `takes` what is typed along, the switches send
        the form to these addresses with a `~do` that changes nothing, to be shown there as it is.
        """
        page = self._page(form, answers, language, prefix, urls, readonly)
        html, failed = self._shown(page, answers, tuple(problems), action, tuple(hidden), step)
        speaker = page.speaker
        return self.environment.get_template("document.html").render(
            form=Markup(html),  # noqa: S704 - rendered above
            language=speaker.language,
            title=self._title(speaker),
            failed=failed,
            stylesheet=Markup(asset("formkit.css").content.decode()),  # noqa: S704 - our own file
            script="" if readonly else script or self._script(static),
            htmx=f"{static.rstrip('/')}/htmx.js" if page.options.check and not readonly else "",
            languages=self._languages(speaker, languages or {}),
            head=head,
            step=step,
            other_step=other_step,
            takes=takes,
            **talk(speaker),
        )

    def render_stored(
        self,
        form: Form,
        answers: Mapping[str, Json],
        *,
        covered: Iterable[str] = (),
        emptied: Iterable[str] = (),
        language: str | None = None,
        prefix: str = "",
    ) -> str:
        """Stored answers as one `<form>` to read, without those that are withheld.

        `covered` are the JSON Pointers of personal answers that aren't shown now, `emptied` those
        that were deleted when their time ended. `answers` hold none of them: each of these places
        says so instead. What was asked because of one of them still shows.
        """
        page = self._page(form, None, language, prefix, None, readonly=True)
        root, withheld = stored(form, answers, covered, emptied, page.speaker.language)
        showing = Showing(page.speaker, prefix=prefix, readonly=True, withheld=withheld)
        return page.fill(root, showing)

    def render_message(
        self, form: Form, submission: Submission, pointer: str, language: str | None = None
    ) -> str:
        """What is said at one question, as the inner HTML of its message; empty if nothing is.

        `pointer` is the question's pointer on the page, which htmx sends as `q`.
        """
        page = self._page(form, submission, language, "", None, False)
        found = self._located(page, submission.state.root, submission.problems, placed=True)
        name = parse_name(pointer)
        for key, item in found.fields.items():
            if name and (item.segments, item.node.instance) == (name.segments, name.instance):
                return self._message(page.speaker, found.at[key])
        return ""

    # ---- how

    def _page(
        self,
        form: Form,
        answers: Answers,
        language: str | None,
        prefix: str,
        urls: Mapping[str, str] | None,
        readonly: bool,
    ) -> Page:
        wanted = language
        if wanted is None and isinstance(answers, Submission):
            wanted = answers.state.language
        chosen = negotiate(wanted, form.languages or (form.language,), form.language)
        options = Options(chosen, prefix, (urls or {}).get("check", ""), readonly)
        return form.once(self._pages).get(options, self._make)

    def _pages(self, form: Form) -> _Pages:
        return _Pages(form)

    def _make(self, form: Form, options: Options) -> Page:
        folders = tuple(Path(folder) for folder in self.catalogues)
        return Page(Speaker(form, options.language, folders), options, self.environment)

    def _shown(
        self,
        page: Page,
        answers: Answers,
        problems: tuple[Problem, ...],
        action: str,
        hidden: tuple[tuple[str, str], ...],
        step: str = "",
    ) -> tuple[str, bool]:
        """The form's HTML, and whether something in it has failed."""
        options = page.options
        showing = Showing(
            page.speaker,
            prefix=options.prefix,
            action=action,
            hidden=slots.pairs(hidden),
            blank=answers is None,
            readonly=options.readonly,
            step=step,
        )
        if answers is None and not problems:
            return page.blank(showing), False
        if isinstance(answers, Submission):
            root = answers.state.root
            problems = problems or answers.problems
            showing.fill_id, showing.begun = answers.state.id, answers.state.begun
            showing.turned = answers.state.language != options.language
        else:
            root = encode(page.speaker.form, answers, options.language)
        if not problems:
            return page.fill(root, showing), False
        found = self._located(page, root, problems, placed=isinstance(answers, Submission))
        showing.said = {
            key: Said(
                self._message(page.speaker, [one for one in said if not one.key]),
                any(one.error for one in said if not one.key),
                self._message(page.speaker, [one for one in said if one.key]),
            )
            for key, said in found.at.items()
        }
        showing.summary = self._summary(page, found)
        return page.fill(root, showing), any(problem.severity == "error" for problem in problems)

    def _located(
        self, page: Page, root: Field, problems: Iterable[Problem], *, placed: bool
    ) -> Located:
        return located(
            page.speaker.form, root, problems, page.speaker, page.options.prefix, placed=placed
        )

    def _message(self, speaker: Speaker, said: Sequence[Sentence]) -> str:
        if not said:
            return ""
        return str(
            render_block(
                self.environment,
                "problems.html",
                "message",
                messages=said,
                **talk(speaker),
            )
        ).strip()

    def _summary(self, page: Page, found: Located) -> str:
        blocking = [spot for spot in found.spots if spot.error]
        lines = [spot for spot in found.spots if spot.error or spot.href is None]
        if not lines:
            return ""
        first = next((spot.href for spot in lines if spot.href), None)
        return str(
            render_block(
                self.environment,
                "problems.html",
                "summary",
                prefix=page.options.prefix,
                count=len(blocking),
                first=first,
                lines=lines[:OPEN_LINKS],
                rest=lines[OPEN_LINKS:],
                **talk(page.speaker),
            )
        )

    def _title(self, speaker: Speaker) -> Markup:
        title = speaker.of((speaker.form.document,), "title")
        return title.text if title else shown(speaker.say.gettext("Form"))

    def _script(self, static: str) -> str:
        return f"{static.rstrip('/')}/formkit.js"

    def _languages(
        self, speaker: Speaker, urls: Mapping[str, str]
    ) -> list[tuple[str, str, str | None]]:
        """The language switch: tag, its own name, and where it leads (None for this page's)."""
        return [
            (tag, own_name(tag), None if tag == speaker.language else url)
            for tag, url in urls.items()
        ]


def own_name(tag: str) -> str:
    """What a language is called by those who speak it."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:] if name else tag


_DEFAULT = Renderer()
render = _DEFAULT.render
render_page = _DEFAULT.render_page
render_message = _DEFAULT.render_message
