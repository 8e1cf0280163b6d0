"""Files: readers of messages, tables of text, atomic writes."""
