"""Renders the datasheet of a corpus with its counts and metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Final

from grooming_risk.corpus.authors import read_authors
from grooming_risk.corpus.background.chat import SOURCE
from grooming_risk.corpus.build import Sources, read_sources
from grooming_risk.corpus.lines import CHAT_SPLITS, KINDS, MAX_GROOMING_WORDS, SPLITS
from grooming_risk.corpus.load import load_conversations, load_corpus
from grooming_risk.corpus.quality.check import MAX_GROOMING_LINES, NEAR
from grooming_risk.corpus.quality.diversity import diversity_frame
from grooming_risk.corpus.quality.second_reading import second_reading
from grooming_risk.corpus.quality.surface_leakage import surface_leakage_auc
from grooming_risk.corpus.schedule import KIND_SHARES

_TEMPLATE: Final = Path(__file__).with_name("datasheet.md")


def render_datasheet(folder: str | Path | None = None, *, source: str | Path | None = None) -> str:
    """Return the datasheet of a built corpus in Markdown.

    Parameters
    ----------
    folder : path or str, optional
        Folder with ``messages/`` and ``conversations/``; None takes the shipped corpus.
    source : path or str, optional
        Hand-written sources; see `grooming_risk.corpus.build.read_sources`.

    Returns
    -------
    str
        Motivation, composition, collection, preprocessing, uses, distribution, maintenance.
    """
    sources = read_sources(source)
    diversity = diversity_frame(sources.lines).round(3)
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        counts=_counts(folder),
        line_counts=_line_counts(sources),
        talk_counts=_talk_counts(sources),
        near=NEAR,
        diversity=_table(list(diversity.columns), diversity.itertuples(index=False, name=None)),
        **_second_reading(),
        authors=_authors(sources),
        package=SOURCE["package"],
        package_kind=SOURCE["kind"],
        package_licence=SOURCE["licence"],
        surface_leakage_auc=f"{surface_leakage_auc(load_corpus('train', folder)):.2f}",
        max_words=MAX_GROOMING_WORDS,
        max_lines=f"{MAX_GROOMING_LINES:,}",
    )


def _second_reading() -> dict[str, str]:
    found = second_reading()
    return {
        "read_twice": f"{found.lines:,} lines of {found.authors} authors",
        "kappa": f"{found.kappa:.3f}",
        "alpha": f"{found.alpha:.3f}",
        "left_out": f"{found.left_out:,}",
    }


def _authors(sources: Sources) -> str:
    rows = []
    for name, note in read_authors().items():
        lines = [line for line in sources.lines if line.author == name]
        if lines:
            counts = Counter(line.kind for line in lines)
            rows.append((name, note.voice, note.who, lines[0].split, *(counts[kind] for kind in KINDS)))
    return _table(["author", "voice", "who speaks", "split", *KINDS], rows)


def _counts(folder: str | Path | None) -> str:
    rows = []
    for split in SPLITS:
        messages = load_corpus(split, folder)["kind"].value_counts()
        counted = [messages.get(kind, 0) for kind in KINDS]
        spoken = load_conversations(split, folder) if split in CHAT_SPLITS else None
        if spoken is None:
            rows.append((split, *counted, *[0] * (len(KIND_SHARES) + 1)))
            continue
        chats = spoken.drop_duplicates("conversation")["kind"].value_counts()
        rows.append((split, *counted, *(chats.get(kind, 0) for kind in KIND_SHARES), len(spoken)))
    kinds = [f"{kind} messages" for kind in KINDS] + [f"{kind} chats" for kind in KIND_SHARES]
    header = ["split", *kinds, "messages in chats"]
    return _table(header, rows)


def _line_counts(sources: Sources) -> str:
    counts = Counter(line.kind for line in sources.lines)
    return ", ".join(f"{counts[kind]:,} {kind} lines" for kind in KINDS)


def _talk_counts(sources: Sources) -> str:
    talk = sources.talk
    return f"{len(talk.exchanges):,} exchanges of small talk, {len(talk.replies)} replies, {len(talk.bare)} bare lines"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    shown = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(str(value) for value in row)} |" for row in shown)
