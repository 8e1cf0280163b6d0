"""Renders the datasheet of a corpus with its counts and metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Final

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.authors import read_authors
from grooming_risk.corpus.background.chat import SOURCE
from grooming_risk.corpus.build import Sources, read_sources
from grooming_risk.corpus.language_lines import load_language_lines
from grooming_risk.corpus.lines import CHAT_SPLITS, KINDS, MAX_GROOMING_WORDS, SPLITS
from grooming_risk.corpus.load import load_conversations, load_corpus
from grooming_risk.corpus.quality.check import MAX_GROOMING_LINES, NEAR
from grooming_risk.corpus.quality.diversity import diversity_frame
from grooming_risk.corpus.quality.second_reading import second_reading
from grooming_risk.corpus.quality.surface_leakage import surface_leakage_auc
from grooming_risk.corpus.schedule import KIND_SHARES
from grooming_risk.text.language import language_codes

_TEMPLATE: Final = Path(__file__).with_name("datasheet.md")


def render_datasheet(folder: str | Path | None = None, *, source: str | Path | None = None) -> str:
    """Return the datasheet of a built corpus in Markdown.

    Parameters
    ----------
    folder : path or str, optional
        Folder with ``messages/`` and ``conversations/``; None takes the shipped corpus.
    source : path or str, optional
        Hand-written sources; see `grooming_risk.corpus.build.read_sources`.
    """
    sources, reading = read_sources(source), second_reading()
    talk, kinds = sources.talk, Counter(line.kind for line in sources.lines)
    diversity = diversity_frame(sources.lines).round(3)
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        counts=_counts(folder),
        line_counts=", ".join(f"{kinds[kind]:,} {kind} lines" for kind in KINDS),
        talk_counts=f"{len(talk.exchanges):,} exchanges of small talk, {len(talk.replies)} replies, "
        f"{len(talk.bare)} bare lines",
        near=NEAR,
        diversity=_table(list(diversity.columns), diversity.itertuples(index=False, name=None)),
        read_twice=f"{reading.lines:,} lines of {reading.authors} authors",
        kappa=f"{reading.kappa:.3f}",
        alpha=f"{reading.alpha:.3f}",
        left_out=f"{reading.left_out:,}",
        authors=_authors(sources),
        languages=_languages() if source is None else "None.",
        package=SOURCE["package"],
        package_kind=SOURCE["kind"],
        package_licence=SOURCE["licence"],
        surface_leakage_auc=f"{surface_leakage_auc(load_corpus('train', folder)):.2f}",
        max_words=MAX_GROOMING_WORDS,
        max_lines=f"{MAX_GROOMING_LINES:,}",
    )


def _authors(sources: Sources) -> str:
    rows = []
    for name, note in read_authors().items():
        lines = [line for line in sources.lines if line.author == name]
        if lines:
            counts = Counter(line.kind for line in lines)
            rows.append((name, note.voice, note.who, lines[0].split, *(counts[kind] for kind in KINDS)))
    return _table(["author", "voice", "who speaks", "split", *KINDS], rows)


def _languages() -> str:
    """Return the lines of the languages besides English by author, and what a second reader made of them."""
    rows = []
    for code in language_codes():
        lines, reading = load_language_lines(code), second_reading(resource_folder("data/synthetic") / "lines" / code)
        for author, own in lines.groupby("author"):
            counts = Counter(own["kind"])
            read = (f"{reading.kappa:.3f}", reading.left_out)
            who, split = read_authors()[str(author)].who, own["split"].iloc[0]
            rows.append((author, who, split, *(counts[kind] for kind in KINDS), *read))
    header = ["author", "who speaks", "split", *KINDS, "kappa of the language", "left out in it"]
    return _table(header, rows)


def _counts(folder: str | Path | None) -> str:
    rows = []
    for split in SPLITS:
        messages = Counter(load_corpus(split, folder)["kind"])
        chats: Counter[str] = Counter()
        spoken = 0
        if split in CHAT_SPLITS:
            frame = load_conversations(split, folder)
            chats, spoken = Counter(frame.drop_duplicates("conversation")["kind"]), len(frame)
        rows.append((split, *(messages[kind] for kind in KINDS), *(chats[kind] for kind in KIND_SHARES), spoken))
    kinds = [f"{kind} messages" for kind in KINDS] + [f"{kind} chats" for kind in KIND_SHARES]
    return _table(["split", *kinds, "messages in chats"], rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    shown = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(str(value) for value in row)} |" for row in shown)
