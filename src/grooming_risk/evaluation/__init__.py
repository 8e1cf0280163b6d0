"""Evaluation of a model on messages and conversations, and its metrics as tables."""
