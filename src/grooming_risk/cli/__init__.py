"""The command line: `main` names the commands, each a file of its own in the folder of its task."""
