"""Commands that score messages, files and conversations."""
