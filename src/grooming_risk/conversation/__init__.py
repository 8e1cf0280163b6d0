"""Conversations over time: the state of each author, alerts, a page to read."""
