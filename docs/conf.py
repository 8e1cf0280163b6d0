"""Settings of the documentation: Sphinx, Markdown by MyST, the reference from numpydoc docstrings.

Nothing is fetched: the site builds without a network, and its pages load nothing from elsewhere.
"""

import grooming_risk

project = "grooming_risk"
release = version = grooming_risk.__version__
author = "The grooming_risk contributors"
copyright = "the grooming_risk contributors"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc", "sphinx_click"]
exclude_patterns = ["_build"]
highlight_language = "none"
smartquotes = False  # --option and "dont u" stay as typed
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]

# In docstrings `name` becomes a link if a page describes it; otherwise it is a parameter or an internal name.
# Links in the pages themselves must all resolve.
default_role = "py:obj"
nitpicky = True
nitpick_ignore_regex = [("py:obj", ".*")]

autosummary_generate = False  # every object has its place on the page of its theme
autodoc_typehints = "none"  # numpydoc gives the types, with ranges and shapes
numpydoc_show_class_members = False

html_theme = "furo"
html_title = "grooming_risk"
html_copy_source = False
html_show_sphinx = False


def without_last_blank(app, page, source):
    """Drop the empty line at the end of an example: doctest needs it, a reader does not."""
    source[0] = source[0].replace("\n\n```\n", "\n```\n")


def setup(app):
    """Connect the event handlers."""
    app.connect("source-read", without_last_blank)
