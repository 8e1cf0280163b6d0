"""Readers of chat exports: a file for each format, all named in `formats`; `read` picks one."""
