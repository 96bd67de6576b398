"""How the documentation is built: `./dev docs`."""

from importlib.metadata import version as installed_version

project = "formkit"
author = "formkit contributors"
project_copyright = "2026 formkit contributors"
version = release = installed_version("formkit")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
root_doc = "index"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"

html_theme = "furo"
html_title = "formkit"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"top_of_page_buttons": []}
