"""Scoring of messages: one by one on the standard library; lists, tables and processes on demand."""
