"""Support checklists and surveys as JSON Schemas, shown as light pages and read back as answers."""

from formkit.definition.form import Form
from formkit.definition.lint import lint
from formkit.definition.load import load
from formkit.errors import DefinitionError, FormkitError, Problem
from formkit.filling.submission import Submission, check, submit
from formkit.page.render import render, render_message, render_page

__all__ = [
    "DefinitionError",
    "Form",
    "FormkitError",
    "Problem",
    "Submission",
    "check",
    "lint",
    "load",
    "render",
    "render_message",
    "render_page",
    "submit",
]
