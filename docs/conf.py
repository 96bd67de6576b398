"""How the documentation is built: `./dev docs`."""

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "formkit"
author = "formkit contributors"
project_copyright = "2026 formkit contributors"
version = release = installed_version("formkit")

extensions = ["myst_parser", "reference", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
root_doc = "index"
# docstrings say code as Markdown does, in single backquotes
default_role = "code"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"

html_theme = "furo"
html_title = "formkit"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"top_of_page_buttons": []}
