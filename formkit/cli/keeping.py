"""Commands about what is kept: its terms, erasing, backups, and whether all is well."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from formkit.cli.command import DONE, FAULTY, IMPOSSIBLE, Wrong, app, existing_file
from formkit.cli.stores import HERE, Store, must_be_there, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection


@app.command
def retain(*, store: Store = HERE) -> int:
    """Empty personal answers whose term has ended. A running server does it every hour.

    The term is what the question says in x-personal, else x-form's retention; it
    counts from the day that the answer came on. Everything else stays. Doing it
    twice changes nothing, and doing it late makes up for what was missed.

    For example:

        formkit retain
    """
    from formkit.store.retention import Emptied, keep_terms
    from formkit.web.host import local_now

    with opened(store.settings) as database:

        def write(work: "Callable[[Connection], Emptied]") -> Emptied:
            with database.writing() as connection:
                return work(connection)

        done = keep_terms(database, write, local_now(), actor="command")
    if done.answers:
        told = _many(done.answers, "personal answer")
        print(f"Emptied {told} of {_many(done.responses, 'response')}: their term has ended.")
    else:
        print("No personal answer is past its term.")
    return DONE if done.whole else _unswept("retain")


@app.command
def erase(
    receipt: str,
    /,
    *,
    store: Store = HERE,
) -> int:
    """Erase one person's answers, for ever; the receipt's page says so then.

    What stays is that there was a response, to which form and when. The answers
    are erased in the backups and copies inside of the data folder, too, and files
    made for downloading are thrown away. Backups that are kept elsewhere still have
    them; restoring one erases them again.

    For example:

        formkit erase K7M2-P9QR

        formkit erase https://phieu.example.vn/r/mzxw6ytboi4dsnzv

    Parameters
    ----------
    receipt
        The receipt's address, the end of it, or its code of eight letters and digits.
    """
    from formkit.store.copies import erase_in_copies
    from formkit.store.erasing import erase as erased
    from formkit.store.erasing import find
    from formkit.store.sweeping import sweep
    from formkit.store.working import working
    from formkit.web.host import local_now

    with opened(store.settings) as database, working(database.folder) as place:
        with database.writing() as connection:
            found = find(connection, receipt)
            tombstone = erased(connection, found.id, local_now())
        print(
            f"The answers with the code {found.code}, received {found.received_at[:10]} for "
            f"{found.slug}, are erased."
        )
        swept = sweep(database)
        copies = erase_in_copies(database.folder, [tombstone], place)
    status = DONE if swept else _unswept(f"erase {found.code}")
    for copy in copies:
        if copy.trouble is None:
            print(f"They are erased in {copy.file}, too.")
        else:
            print(f"{copy.trouble} It may still have them.", file=sys.stderr)
            status = IMPOSSIBLE
    print("Backups that are kept elsewhere still have them, until they are thrown away.")
    return status


@app.command
def backup(
    *,
    output: Annotated[Path | None, Parameter(name=("--output", "-o"))] = None,
    store: Store = HERE,
) -> int:
    """Write everything that is kept to one file, also while the server runs.

    The file is tried before it gets its name: it is restored into a store of its
    own and compared. It fits SQLite and PostgreSQL alike, and holds personal
    answers in readable form: keep it locked away.

    For example:

        formkit backup

        formkit backup -o /media/stick/formkit.zip

    Parameters
    ----------
    output
        The file, or the folder for one with the time in its name; else a new one in
        the folder backups of the data folder.
    """
    from formkit.store.backup import back_up
    from formkit.web.host import local_now

    if output is not None and not output.absolute().parent.is_dir():
        raise Wrong(f"{output}: there is no folder {output.parent}")
    with opened(store.settings) as database:
        made = back_up(database, local_now(), output)
    told = _many(made.manifest.rows["response"], "response")
    print(
        f"{made.file} holds {told} to {_many(made.manifest.rows['form'], 'form')}, and was tried."
    )
    return DONE


@app.command
def restore(
    file: Path,
    /,
    *,
    store: Store = HERE,
) -> int:
    """Put a backup in the place of the store. Stop the server first.

    A folder that isn't there is made. What is in the store now is put aside, and
    not lost. Whoever was erased in it
    since the backup stays erased, and personal answers that are past their term
    are emptied. With another --database it moves the store there.

    For example:

        formkit restore formkit.zip

        formkit restore formkit.zip --database postgresql://formkit@localhost/formkit

    Parameters
    ----------
    file
        What formkit backup wrote.
    """
    from formkit.store.restoring import restore as restored
    from formkit.web.host import local_now

    settings = store.settings
    done = restored(existing_file(file), settings.data, settings.database, local_now())
    rows = done.manifest.rows
    print(
        f"Restored {_many(rows['response'], 'response')} to {_many(rows['form'], 'form')} from "
        f"{file}, made {done.manifest.made_at[:16]}Z, into {settings.shown_database}."
    )
    if done.erased:
        print(f"Erased again, as before: {_many(done.erased, 'response')}.")
    if done.emptied:
        print(f"Emptied {_many(done.emptied, 'personal answer')} that are past their term.")
    if done.aside is not None:
        print(f"What was in the store until now is in {done.aside}.")
        if not done.readable:
            print("It couldn't be read: whoever was erased in it since the backup isn't known.")
        elif done.later:
            print(f"Only there: {_many(done.later, 'response')} that the backup hasn't.")
    return DONE


@app.command
def doctor(*, store: Store = HERE) -> int:
    """Look the store over, one line for each finding. It changes nothing.

    Every response is held against its own version of the form. It ends with 1 when
    something is at fault.

    For example:

        formkit doctor

        formkit doctor --data /var/lib/formkit
    """
    from formkit.store.doctor import examine
    from formkit.store.engine import connect
    from formkit.web.host import local_now

    settings = store.settings
    must_be_there(settings)
    database = connect(settings.data, settings.database)
    status = DONE
    try:
        for finding in examine(database, local_now(), free_disk=settings.free_disk):
            print(f"{finding.kind}: {finding.told}")
            if finding.kind == "fault":
                status = FAULTY
    finally:
        database.close()
    return status


def _unswept(again: str) -> int:
    print(
        "Something has been reading the store for long, so that its log can't be emptied, and may "
        f"still have what is gone. Do it again later: formkit {again}",
        file=sys.stderr,
    )
    return IMPOSSIBLE


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
