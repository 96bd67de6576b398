"""Lists and groups with too few, too many or unasked answers."""

from collections.abc import Mapping

from formkit.filling.wording.case import Case, Wording
from formkit.language import Text

# ---- lists


def _min_items(case: Case) -> Text | None:
    limit = case.count()
    if case.kind == "ticks":
        return case.ngettext("Choose at least %(n)s answer", "Choose at least %(n)s answers", limit)
    return case.ngettext("Fill in at least %(n)s entry", "Fill in at least %(n)s entries", limit)


def _max_items(case: Case) -> Text | None:
    limit = case.count()
    if case.kind == "ticks":
        return case.ngettext("Choose at most %(n)s answer", "Choose at most %(n)s answers", limit)
    return case.ngettext("Keep at most %(n)s entry", "Keep at most %(n)s entries", limit)


def _unique_items(case: Case) -> Text:
    return case.gettext("Remove or change the entries that are alike")


def _contains(case: Case) -> Text:
    if case.kind == "ticks":
        return case.gettext("Look at the answers again and choose the one that is missing")
    return case.gettext("Look at the entries again and add the one that is missing")


def _max_contains(case: Case) -> Text:
    return case.gettext("Remove the entries that are too many")


# ---- objects


def _min_properties(case: Case) -> Text | None:
    limit = case.count()
    return case.ngettext(
        "Answer at least %(n)s question here", "Answer at least %(n)s questions here", limit
    )


def _max_properties(case: Case) -> Text | None:
    limit = case.count()
    return case.ngettext(
        "Answer at most %(n)s question here", "Answer at most %(n)s questions here", limit
    )


def _not_asked(case: Case) -> Text:
    return case.gettext("Leave this out: the form doesn't ask for it")


def _property_names(case: Case) -> Text:
    return case.gettext("Give this entry another name")


SENTENCES: Mapping[str, Wording] = {
    "additionalItems": _not_asked,
    "additionalProperties": _not_asked,
    "contains": _contains,
    "false": _not_asked,
    "items": _not_asked,
    "maxContains": _max_contains,
    "maxItems": _max_items,
    "maxProperties": _max_properties,
    "minContains": _contains,
    "minItems": _min_items,
    "minProperties": _min_properties,
    "prefixItems": _not_asked,
    "propertyNames": _property_names,
    "unevaluatedItems": _not_asked,
    "unevaluatedProperties": _not_asked,
    "uniqueItems": _unique_items,
}
