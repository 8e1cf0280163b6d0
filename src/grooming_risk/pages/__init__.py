"""Template environment and base style of all HTML pages."""
