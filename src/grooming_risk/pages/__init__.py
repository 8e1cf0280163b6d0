"""What all HTML pages share: the environment of their templates, and the base style."""
