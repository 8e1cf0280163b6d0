"""The desk in a real headless Chromium: accessible on every page, and usable by keyboard alone."""
