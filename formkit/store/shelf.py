"""Whether what is published has changed, for less than it takes to read it."""

from sqlalchemy import Connection, func, select

from formkit.store.tables import form, version

Mark = tuple[tuple[str, str], ...]


def mark(connection: Connection) -> Mark:
    """A value that differs whenever `forms.published` gives something else than before."""
    query = (
        select(form.c.slug + " " + form.c.state, func.max(version.c.number))
        .join(version, version.c.form_id == form.c.id)
        .group_by(form.c.slug, form.c.state)
        .order_by(form.c.slug)
    )
    return tuple((slug, str(number)) for slug, number in connection.execute(query))
