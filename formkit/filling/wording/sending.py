"""What came in a strange way: the page rather than the person."""

from collections.abc import Mapping

from formkit.filling.wording.case import Case, Wording
from formkit.language import N_, Text


def _repeated(case: Case) -> Text:
    return case.gettext("Give one answer here: two different ones were sent")


_KEYS = {
    "empty": N_("Name this entry"),
    "twice": N_("Give this entry another name: there is one of this name already"),
    "alone": N_("Answer here, or take this entry out"),
}


def _key(case: Case) -> Text | None:
    sentence = _KEYS.get(str(case.params.get("reason")))
    return None if sentence is None else case.gettext(sentence)


def _json(case: Case) -> Text:
    if case.kind == "json":
        return case.gettext("Look at the quotes and brackets in this text: it can't be read")
    return case.gettext("Fill in this answer again: what was kept can't be read")


def _name(case: Case) -> Text:
    return case.gettext("Open this page again, then send it: a part can't be read")


def _pairs(case: Case) -> Text:
    return case.gettext("Take out some answers, then send again: this is too much at once")


def _version(case: Case) -> Text:
    return case.gettext("Look through your answers again: the form has changed since")


def _button(case: Case) -> Text:
    return case.gettext("Press the button again: nothing was changed")


SENTENCES: Mapping[str, Wording] = {
    "button": _button,
    "json": _json,
    "key": _key,
    "name": _name,
    "pairs": _pairs,
    "repeated": _repeated,
    "version": _version,
}
