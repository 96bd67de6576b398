"""The stores of the store's own tests."""

from tests.store.conftest import database, opened, server, url

__all__ = ["database", "opened", "server", "url"]
