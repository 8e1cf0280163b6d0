"""Stores of conversation states: SQLite and Redis."""
