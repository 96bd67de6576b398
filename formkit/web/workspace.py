"""The workspace: what staff see of what was sent, behind a link that works once."""

from collections.abc import Iterable

from starlette.routing import Route

from formkit.web import answers, entry, results
from formkit.web.downloads import Downloads
from formkit.web.exports import Exports
from formkit.web.host import Host


def routes(host: Host) -> Iterable[Route]:
    """All addresses of the workspace, for this host."""
    exports = Exports(
        host.settings.data,
        lambda: host.database,
        host.now,
        lambda: host.ready,
        lambda error: host.log.fault(host.now(), "export", error),
    )
    host.hourly.append(("exports", exports.tidy))
    yield from entry.routes()
    yield from results.routes()
    yield from answers.routes()
    yield from Downloads(exports).routes()
