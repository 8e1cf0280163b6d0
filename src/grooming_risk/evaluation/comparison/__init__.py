"""Comparison of an old and a new model, with intervals."""
