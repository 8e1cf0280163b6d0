"""What to do after a flag: advice, a notice, campaigns. The texts are data files, one folder a language."""
