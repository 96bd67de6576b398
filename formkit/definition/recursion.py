"""Where Python's recursion ends, in its own code or in the compiled part of a library."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def told_when_too_deep() -> Iterator[None]:
    """Raises RecursionError wherever in the block the recursion limit is reached.

    The maps of `referencing` are compiled: reached while one compares its keys, the limit is a
    panic there, which is no RecursionError, nor even an Exception.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException" and "RecursionError" in str(error):
            raise RecursionError from error
        raise
