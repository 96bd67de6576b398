"""The server: forms at addresses, answers into the store, results behind the owner's link.

`router` goes into a FastAPI application of one's own, `application` stands alone or is mounted:
the same pages, the same laws.
"""

from formkit.web.app import application, router
from formkit.web.host import Host
from formkit.web.settings import Settings, SettingsError

__all__ = ["Host", "Settings", "SettingsError", "application", "router"]
