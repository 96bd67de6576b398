"""The server: forms at addresses, answers into the store, results behind the owner's link.

`router` goes into a FastAPI application of one's own, `application` stands alone or is mounted:
the same pages, the same laws.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from formkit.web.settings import Settings, SettingsError

if TYPE_CHECKING:
    from formkit.web.app import application, router
    from formkit.web.host import Host

__all__ = ["Host", "Settings", "SettingsError", "application", "router"]

# Commands that need the settings alone don't wait for a web framework.
_LATER = {
    "Host": "formkit.web.host",
    "application": "formkit.web.app",
    "router": "formkit.web.app",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
