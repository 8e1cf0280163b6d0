"""Reads the commands of a page: the lines of its blocks marked ``sh``."""

import re
import shlex

_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SERVERS = re.compile(r"grooming-risk (desk|serve)\b")


def commands(page):
    """Return the commands of a page, in order."""
    blocks = [text for kind, text in _BLOCK.findall(page) if kind == "sh"]
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def outside_blocks(page):
    """Return a page without its blocks."""
    return _BLOCK.sub("", page)


def kinds_of_blocks(page):
    """Return what the blocks of a page are marked with; pictures are none."""
    return {kind for kind, _ in _BLOCK.findall(page) if not kind.startswith("{")}


def serves(command):
    """Return whether a command goes on until Ctrl-C."""
    return bool(_SERVERS.match(command))


def parts(command):
    """Return the words of each program of a pipe, and the file that its output goes to, if any."""
    words = list(shlex.shlex(command, posix=True, punctuation_chars="|>"))
    target = words[words.index(">") + 1] if ">" in words else None
    words = words[: words.index(">")] if ">" in words else words
    programs = [[]]
    for word in words:
        if word == "|":
            programs.append([])
        else:
            programs[-1].append(word)
    return programs, target
