"""Files for downloading that are made as slowly as a test wants."""

import threading
from collections.abc import Callable
from pathlib import Path

from formkit.web import exports
from formkit.web.host import Host

_EXPORT = exports.export


def folder(host: Host) -> Path:
    """Where they lie."""
    return host.settings.data / "exports"


class Slow:
    """Exports that go on one step at a time, in place of those that are done at once."""

    def __init__(self) -> None:
        self.at_work = 0
        self.most = 0
        self.go = threading.Event()
        self._lock = threading.Lock()

    def __call__(self, *given: object, **options: object) -> object:
        progress = options["progress"]
        assert callable(progress)
        with self._lock:
            self.at_work += 1
            self.most = max(self.most, self.at_work)
        try:
            while not self.go.wait(0.3):
                progress(1)
            return _EXPORT(*given, **options)  # type: ignore[arg-type] # as they were given
        finally:
            with self._lock:
                self.at_work -= 1


def until(true: Callable[[], bool]) -> None:
    """Wait until it is true."""
    for _ in range(2000):
        if true():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never is")
