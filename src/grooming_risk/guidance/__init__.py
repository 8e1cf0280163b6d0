"""Guidance after a flag: advice, notices, campaigns. The texts are data files, one folder per language."""
