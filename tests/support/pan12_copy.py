"""Writes an invented corpus in the form of PAN 2012, made by program of the project's own synthetic conversations."""

from xml.sax.saxutils import escape, quoteattr

import pandas as pd

NAME = "pan12-sexual-predator-identification"
TRAINING = (f"{NAME}-training-corpus-2012-05-01.xml", f"{NAME}-training-corpus-predators-2012-05-01.txt", None)
TEST = (f"{NAME}-test-corpus-2012-05-17.xml", f"{NAME}-groundtruth-problem1.txt", f"{NAME}-groundtruth-problem2.txt")


def xml_of(conversations):
    """Return the XML of a mapping of name to messages, each an author, a clock time and a text."""
    rows = ['<?xml version="1.0" encoding="UTF-8"?>', "<conversations>"]
    for name, messages in conversations.items():
        rows.append(f"  <conversation id={quoteattr(name)}>")
        for number, (author, time, text) in enumerate(messages, start=1):
            rows.append(
                f'    <message line="{number}">\n      <author>{author}</author>\n      <time>{time}</time>\n'
                f"      <text>{escape(text)}</text>\n    </message>"
            )
        rows.append("  </conversation>")
    return "\n".join([*rows, "</conversations>", ""])


def write_copy(folder, xml, predators=(), lines=None, names=TEST):
    """Write the files of one part and return the folder; without lines, their file is absent."""
    (folder / names[0]).write_text(xml, encoding="utf-8")
    (folder / names[1]).write_text("".join(f"{one}\n" for one in predators), encoding="utf-8")
    if lines is not None:
        (folder / names[2]).write_text("".join(f"{name}\t{line}\n" for name, line in lines), encoding="utf-8")
    return folder


def copy_of(chats):
    """Return a frame of `load_conversations` as conversations, predators and lines of such a corpus."""
    conversations, predators, lines = {}, set(), []
    for name, said in chats.groupby("conversation", sort=False):
        clock = said["start"] + pd.to_timedelta(said["minutes"], unit="min")
        conversations[name] = [
            (f"{name}-{row.author}", f"{at:%H:%M}", row.text) for row, at in zip(said.itertuples(), clock, strict=True)
        ]
        predators |= {f"{name}-{suspect}" for suspect in said["suspect"].dropna()}
        if said["kind"].iloc[0] == "grooming":
            lines += [(name, number) for number, labels in enumerate(said["labels"], start=1) if labels]
    return conversations, predators, lines
