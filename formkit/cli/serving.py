"""The command that serves: `formkit serve`."""

import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from formkit.cli.command import DONE, app
from formkit.cli.publishing import (
    Candidate,
    Outcome,
    named,
    publish_named,
    publish_ready,
    ready,
)
from formkit.cli.running import ADDRESS_FILE, LINK_HOURS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from formkit.web.host import Host
    from formkit.web.settings import Settings

# Cameras want a code that is dark on light; its blocks are the light ones, so that in a terminal of
# dark letters on light paper it would be the wrong way round.
_DARK_TERMINAL = ("\x1b[97;40m", "\x1b[0m")
# So many forms are told by name.
_TOLD = 20


@app.command(usage="Usage: formkit serve [OPTIONS] [PATH...]")
def serve(
    *paths: Annotated[Path, Parameter(name="PATH")],
    data: Path | None = None,
    database: str | None = None,
    url: str | None = None,
    host: str | None = None,
    port: int | None = None,
    lan: Annotated[bool | None, Parameter(negative=())] = None,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    config: Path | None = None,
) -> int:
    """Serve forms until Ctrl+C: filled in at their addresses, answers kept in a folder.

    Without forms it serves what was published before, and the ready forms. It
    prints the address and, on a terminal, a link that signs the owner in, once.

    Settings may also stand in a file or in the environment; the reference has
    them all. What stands on the command line wins.

    For example:

        formkit serve

        formkit serve --lan

        formkit serve visit.schema.json forms/ --port 8080

    Parameters
    ----------
    paths
        Files of forms, or folders: each is published at /f/ and its file's name.
    data
        The folder that holds everything; formkit-data if nothing is said.
    database
        A PostgreSQL database instead of a file: postgresql://user:password@host/name
    url
        The address that people open, where a proxy stands before formkit.
    host
        The address of this machine to listen on; 127.0.0.1 if nothing is said.
    port
        The port to listen on; 8000 if nothing is said.
    lan
        Listen for phones on the same network, and show a QR code.
    tls_cert
        The certificate's file, for HTTPS.
    tls_key
        The file of its private key.
    config
        A TOML file of settings; formkit.toml in the data folder if there is one.
    """
    from formkit.web.server import check_certificate, listen
    from formkit.web.settings import gather

    given = {
        "data": data,
        "database": database,
        "url": url,
        "host": host,
        "port": port,
        "lan": lan,
        "tls_cert": tls_cert,
        "tls_key": tls_key,
    }
    settings = gather(given, config=config)
    found = named(paths) if paths else ready()
    if isinstance(found, int):
        return found
    check_certificate(settings)
    with listen(settings) as listener:
        _serve(settings, found, listener, own=bool(paths))
    return DONE


def _serve(settings: "Settings", found: list[Candidate], listener: Any, *, own: bool) -> None:
    from formkit.web import Host, application
    from formkit.web.server import addresses, run

    host = Host(settings)
    host.expect(settings.path or "")
    with _stoppable():
        try:
            opened = host.open()
            publish = publish_named if own else publish_ready
            outcome = opened.writer.put(lambda c: publish(c, found, host.now())).result()
            host.refresh()
            reached = addresses(settings)
            token = None
            # what isn't a terminal may be a log, and whoever reads it isn't the owner
            if sys.stdout.isatty():
                token = opened.writer.put(lambda c: _signed_in(c, host)).result()
            # before anything is told: whoever reads it may ask for a link at once
            with _address_kept(settings.data, reached[0]):
                _tell(host, outcome, reached, token)
                run(application(host=host).router, settings, listener, host.log)
        finally:
            host.close()


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl+C and SIGTERM end the server as it should end, and the command with 0."""

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    with suppress(ValueError):
        # only the main thread may
        signal.signal(signal.SIGTERM, leave)
    with suppress(KeyboardInterrupt):
        yield


def _signed_in(connection: "Connection", host: "Host") -> str:
    from formkit.store.people import make_sign_in

    return make_sign_in(connection, host.now(), minutes=LINK_HOURS * 60)


@contextmanager
def _address_kept(folder: Path, address: str) -> Iterator[None]:
    """While it serves, `formkit link` finds out where."""
    file = folder / ADDRESS_FILE
    with suppress(OSError):
        file.write_text(address, encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink()


# ---- what is told


def _tell(host: "Host", outcome: Outcome, reached: tuple[str, ...], token: str | None) -> None:
    settings = host.settings
    print(f"formkit keeps its answers in {settings.shown_database}.")
    for each in outcome.new[:_TOLD]:
        print(f"  published: {each.slug} (version {each.number})")
    if len(outcome.new) > _TOLD:
        print(f"  and {len(outcome.new) - _TOLD} more")
    is_open = sum(each.state == "open" for each in host.shelf.values())
    stopped = len(host.shelf) - is_open
    print(
        f"{_forms(is_open)} can be filled in"
        + (f", {_forms(stopped)} {'is' if stopped == 1 else 'are'} stopped." if stopped else ".")
    )
    print()
    _tell_addresses(settings, reached)
    print()
    if token is None:
        print("Your own link, to see the answers, is no matter for a log. This makes one:")
        print(f"  {settings.command} link{_data(settings)}")
    else:
        print(f"Your own link, to see the answers; once, within {LINK_HOURS} hours:")
        print(f"  {reached[0]}w/enter/{token}")
    print()
    print("Ctrl+C stops the server.", flush=True)


def _tell_addresses(settings: "Settings", reached: tuple[str, ...]) -> None:
    """Where phones and this computer open the forms, and a QR code that leads phones there."""
    others, here = reached[:-1], reached[-1]
    if settings.url is not None or (not others and not settings.lan):
        print(f"Open:  {here}")
    else:
        for number, address in enumerate(others):
            print(f"{'or' if number else 'Phones on this network:':>23}  {address}")
        print(f"{'On this computer:':>23}  {here}")
    if not settings.lan:
        return
    print()
    if settings.url is None and not others:
        print("No network was found, so that phones can't reach this computer just now.")
    else:
        _qr(reached[0])


def _data(settings: "Settings") -> str:
    """How a command is told of the folder, unless it finds it by itself."""
    from formkit.web.settings import Settings

    own = settings.data
    return "" if own == Settings().data else f" --data {shlex.quote(str(own))}"


def _forms(count: int) -> str:
    return "1 form" if count == 1 else f"{count} forms"


def _qr(address: str) -> None:
    import segno

    drawn = StringIO()
    segno.make(address, error="m", micro=False).terminal(out=drawn, border=2, compact=True)
    before, after = _DARK_TERMINAL if _shows_colours() else ("", "")
    for line in drawn.getvalue().splitlines():
        print(f"{before}{line}{after}")


def _shows_colours() -> bool:
    """Whether the output is a terminal that is known to read what sets its colours.

    Windows' own window may print it as text instead; it is dark, as the code needs it.
    """
    return sys.stdout.isatty() and os.name != "nt" and os.environ.get("TERM") not in (None, "dumb")
