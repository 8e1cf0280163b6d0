"""The queue of a moderator: conversations of an export, ranked by what to read first."""
