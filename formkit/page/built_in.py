"""formkit's own templates."""

import re
from collections.abc import Callable

from jinja2 import Environment, PackageLoader

# Only what stands between two tags: a line break within a sentence parts its words.
_BREAK = re.compile(r"(?<=[>}])\s*\n\s*(?=[<{])")


class _BuiltIn(PackageLoader):
    """They are written in lines for whoever reads them. On a page each line break would be a node,
    a third of all of them, which a phone makes, keeps and goes through.

    In a comment of Jinja's it costs nothing, and errors are told at the right line. A space that
    parts two words stands in a template as a space.
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        source, path, is_new = super().get_source(environment, template)
        return _BREAK.sub(r"{#\g<0>#}", source), path, is_new


BUILT_IN = _BuiltIn("formkit.page")
