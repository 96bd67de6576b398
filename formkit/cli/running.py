"""Commands for while it serves: the owner's link, and forms that stop and reopen."""

from pathlib import Path
from typing import TYPE_CHECKING

from formkit.cli.command import DONE, app
from formkit.cli.stores import HERE, Store, opened

if TYPE_CHECKING:
    from formkit.store.forms import State

# In the data folder while a server runs: the address under which its owner reaches it.
ADDRESS_FILE = "serving.address"
# How long an owner's link can be used, in hours.
LINK_HOURS = 24


@app.command
def link(*, store: Store = HERE) -> int:
    """Print a fresh link that signs the owner in, once, while the server runs.

    For example:

        formkit link

        formkit link --data /var/lib/formkit
    """
    from formkit.store.people import make_sign_in
    from formkit.web.host import local_now
    from formkit.web.server import addresses

    settings = store.settings
    with opened(settings) as database, database.writing() as connection:
        token = make_sign_in(connection, local_now(), minutes=LINK_HOURS * 60)
    address = _address_of(settings.data) if settings.url is None else None
    print(f"{address or addresses(settings)[0]}w/enter/{token}")
    return DONE


@app.command
def stop(form: str, /, *, store: Store = HERE) -> int:
    """Stop a form: its page says that it takes no more answers. What there is stays.

    For example:

        formkit stop household-visit

    Parameters
    ----------
    form
        The form's name in its address, such as household-visit of /f/household-visit.
    """
    _set_state(form, "stopped", store)
    print(f"{form} is stopped. To open it again: {store.settings.command} reopen {form}")
    return DONE


@app.command
def reopen(form: str, /, *, store: Store = HERE) -> int:
    """Open a form again that was stopped.

    For example:

        formkit reopen household-visit

    Parameters
    ----------
    form
        The form's name in its address, such as household-visit of /f/household-visit.
    """
    _set_state(form, "open", store)
    print(f"{form} can be filled in again.")
    return DONE


def _set_state(slug: str, state: "State", store: Store) -> None:
    from formkit.store.events import record
    from formkit.store.forms import CHANGES, set_state
    from formkit.web.host import local_now

    with opened(store.settings) as database, database.writing() as connection:
        set_state(connection, slug, state)
        record(connection, CHANGES[state], slug, actor="owner", at=local_now())


def _address_of(folder: Path) -> str | None:
    """Where the server of this folder says that it is reached."""
    try:
        text = (folder / ADDRESS_FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if text.startswith(("http://", "https://")) and text.isprintable() else None
