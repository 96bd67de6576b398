"""Which forms `formkit serve` publishes, and at which addresses."""

from pathlib import Path

import pytest

from formkit.cli.publishing import READY, publish_named, publish_ready, ready, slug_of
from formkit.definition.load import load
from formkit.store.database import open_database
from formkit.store.events import events
from formkit.store.forms import published, set_state
from formkit.web.host import local_now


def test_a_ready_form_never_replaces_what_somebody_made_of_it(tmp_path: Path) -> None:
    store = open_database(tmp_path)
    forms = ready()
    first, second = forms[0], forms[1]
    changed = load({**first.form.document, "title": "Của phường"})
    at = local_now()
    with store.writing() as connection:
        assert len(publish_ready(connection, forms, at).new) == len(forms)
        assert publish_ready(connection, forms, at).new == ()
        # the ward's own version of one, and a newer release's of another
        publish_named(connection, [type(first)(first.slug, changed)], at)
        newer = load({**second.form.document, "title": "Bản mới"})
        released = [type(second)(second.slug, newer), first, *forms[2:]]
        outcome = publish_ready(connection, released, at)
        assert [(each.slug, each.number) for each in outcome.new] == [(second.slug, 2)]
        numbers = {each.slug: each.number for each in published(connection)}
        assert numbers[first.slug] == 2
        assert {each.actor for each in events(connection, kind="published")} == {READY, "owner"}
    store.close()


def test_a_store_with_forms_of_its_own_gets_no_ready_ones(tmp_path: Path) -> None:
    store = open_database(tmp_path)
    forms = ready()
    with store.writing() as connection:
        own = type(forms[0])("own", load({"title": "Mượn sách", "type": "object"}))
        publish_named(connection, [own], local_now())
        outcome = publish_ready(connection, forms, local_now())
        assert (outcome.new, [each.slug for each in outcome.known]) == ((), ["own"])
        set_state(connection, "own", "stopped")
        (only,) = published(connection)
    store.close()
    assert (only.slug, only.number, only.state) == ("own", 1, "stopped")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("visit.schema.json", "visit"),
        ("Phieu_Moi 2.schema.json", "phieu-moi-2"),
        ("a.b.json", "a-b"),
        ("-a-.json", "a"),
        ("form", "form"),
    ],
)
def test_a_file_name_is_an_address(name: str, slug: str) -> None:
    assert slug_of(Path(name)) == slug
