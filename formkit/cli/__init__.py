"""The command: `formkit check` judges definitions, `formkit render` shows one as a page.

It ends with 0 when all is well, with 1 when a form has errors, and with 2 when what was asked for
can't be done: wrong words on the command line, a file that isn't there, an output that is closed.
"""

# each of these modules registers its commands
from formkit.cli import definitions, exporting, importing, keeping, running, serving
from formkit.cli.command import app, main

__all__ = ["app", "definitions", "exporting", "importing", "keeping", "main", "running", "serving"]
