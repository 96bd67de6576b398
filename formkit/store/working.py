"""A place for what a store makes on the way to something else, held by one program at a time."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from formkit.errors import StoreError, StoreFullError

LOCK = "working.lock"
FOLDER = "working"

# A backup of a large store takes minutes.
_PATIENCE = 600.0


@contextmanager
def working(folder: Path, *, patience: float = _PATIENCE) -> Iterator[Path]:
    """An empty folder inside of a store's folder, removed afterwards.

    Backing up, restoring and erasing wait for each other here: a backup that is being written
    while somebody is erased would still have that person. What a program that was killed left in
    it is removed by the next.
    """
    lock = FileLock(folder / LOCK, mode=0o600)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise StoreError(
            f"Another formkit is backing up, restoring or erasing in {folder}. Try again when it "
            "is done."
        ) from None
    except OSError as error:
        raise cannot(folder, error) from error
    place = folder / FOLDER
    try:
        shutil.rmtree(place, ignore_errors=True)
        try:
            place.mkdir(mode=0o700)
        except OSError as error:
            raise cannot(folder, error) from error
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        lock.release()


def cannot(file: Path, error: OSError) -> StoreError:
    """That a file or folder can't be written, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreFullError(f"The disk is full, so that {file} can't be written.")
    return StoreError(f"{file} can't be written: {error.strerror}.")
