"""``grooming-risk train``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from grooming_risk.cli.counted import counted
from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import FOLDER, IN_FILE, OUT_MODEL, jobs_option, packed, print_model
from grooming_risk.cli.steps import told_steps
from grooming_risk.cli.terminal import tell
from grooming_risk.cli.training.adapt import read_background
from grooming_risk.cli.training.quick_training import marked, some_chat, some_lines, some_tests
from grooming_risk.model.artifact import read_artifact
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    import pandas as pd

_HARD: Final = "hard negatives"
_SEARCH: Final = "search by unseen authors"
_UNSEEN: Final = "without each author in turn"
_LANGUAGES: Final = "languages besides English"
_FIGURES: Final = "figures on the held-out split"
_COSTS: Final = {
    _HARD: 2.0,
    _SEARCH: 14.0,
    "features and heads": 4.0,
    "probabilities, by unseen authors": 20.0,
    "conversation rule": 6.0,
    _LANGUAGES: 2.0,
    _UNSEEN: 80.0,
    _FIGURES: 6.0,
}
"""Steps of the command, with about the time that each takes, in fits of one head."""

_MOST_DRAWN: Final = 60_000  # pseudo messages of a table of counts


@dataclass(frozen=True)
class _Material:
    """The training data. The names are those of the options."""

    messages: Path | None
    files: tuple[Path, ...]
    package: bool
    nps_chat: str | None
    column: str
    reviews: tuple[str, ...]
    ties: str

    def background(self) -> list[str]:
        """Return the harmless messages besides those of the package."""
        from grooming_risk.corpus.background.chat import read_nps_chat

        texts, counts = read_background(self.files, self.column)
        texts += read_nps_chat(self.nps_chat) if self.nps_chat else []
        return texts + (counts.draw(min(counts.messages, _MOST_DRAWN)) if counts else [])


@click.command(cls=SectionedCommand, short_help="Train a model from the labelled corpus and measure it.")
@click.option("-o", "--output", type=OUT_MODEL, required=True, help="Model folder to write.")
@packed(
    _Material, "material",
    click.option("--corpus", "messages", type=FOLDER, help="Corpus folder; the shipped corpus if not given."),
    click.option("--background", "files", type=IN_FILE, multiple=True,
                 help="Harmless messages of your own, or counts of them (.json), to train with too."),
    click.option("--package/--no-package", default=True, show_default=True,
                 help="Whether to train against the chat of the package chitchat-dataset."),
    click.option("--nps-chat", type=click.Path(exists=True, file_okay=False),
                 help="A copy of the NPS Chat Corpus, to train with as background."),
    click.option("--column", default="text", show_default=True, help="Field of the background messages."),
    click.option("--review", "reviews", type=click.Path(exists=True, dir_okay=False), multiple=True,
                 help="Decisions that grooming-risk review import wrote, to train with besides the corpus."),
    click.option("--ties", type=click.Choice(["stop", "leave-out"]), default="stop", show_default=True,
                 help="What to do with messages on which reviewers have no majority."),
)  # fmt: skip
@click.option("--unseen-authors", "unseen", is_flag=True,
              help="Also measure by leaving out each author in turn, for the card; some minutes.")  # fmt: skip
@click.option("--search/--no-search", default=True, show_default=True, help="Choose parameters by unseen authors.")
@click.option("--languages/--no-languages", default=True, show_default=True,
              help="Teach the shipped languages besides English.")  # fmt: skip
@click.option("--quick", is_flag=True,
              help="A part of the data, no search, no languages: about a minute, for trying out only.")  # fmt: skip
@jobs_option
def train(
    output: Path, material: _Material, unseen: bool, search: bool, languages: bool, quick: bool, jobs: int
) -> None:
    """Train a model from the labelled corpus and measure it on the held-out split.

    The steps are told as they begin; the time left is worked out from those that are done.
    """
    if quick and unseen:
        raise click.UsageError("--unseen-authors measures a whole training: leave out --quick")
    steps = _steps(search=search and not quick, unseen=unseen, languages=languages and not quick, quick=quick)
    import pandas as pd

    from grooming_risk.corpus.load import load_corpus
    from grooming_risk.training import train as training
    from grooming_risk.training.languages.teach import teach_languages

    texts, reviewed = material.background(), _reviewed(material.reviews, material.ties)
    with told_steps(steps) as begin:
        lines = load_corpus("train", material.messages)
        frame = pd.concat([some_lines(lines) if quick else lines, *reviewed], ignore_index=True)
        chat = some_chat(package=material.package) if quick else {"background": None if material.package else ()}
        artifact = training.train(
            frame, more_background=texts, search=_SEARCH in steps, n_jobs=jobs, track=begin, **chat
        )
        if _LANGUAGES in steps:
            begin(_LANGUAGES)
            artifact = teach_languages(artifact)
        if unseen:
            begin(_UNSEEN)
            artifact = training.with_unseen_authors(artifact, frame, n_jobs=jobs)
        begin(_FIGURES)
        artifact, tests = (marked(artifact), some_tests()) if quick else (artifact, {})
        training.save_model(artifact, output, load_corpus("held_out", material.messages), **tests)
    print_model("held-out figures", Scorer(read_artifact(output)), as_json=False)


def _steps(*, search: bool, unseen: bool, languages: bool, quick: bool) -> dict[str, float]:
    left_out = {_SEARCH: not search, _UNSEEN: not unseen, _LANGUAGES: not languages}
    costs = {**_COSTS, _HARD: 0.0} if quick else _COSTS  # there is nothing to choose from
    return {step: cost for step, cost in costs.items() if not left_out.get(step)}


def _reviewed(files: tuple[str, ...], ties: str) -> list[pd.DataFrame]:
    """Return a table of reviewed messages, if there are any, and print what became of them."""
    from grooming_risk.review.adjudicate import settle
    from grooming_risk.review.frame import review_frame
    from grooming_risk.review.record import read_reviews

    reviews = [review for file in files for review in read_reviews(file)]
    frame = review_frame(reviews, ties="leave_out" if ties == "leave-out" else "raise")
    if files:
        result = settle(reviews)
        left_out = f"left out: {len(result.ties)} without a majority, {len(result.undecided)} undecided"
        tell(f"{counted(len(frame), 'reviewed message joins', 'reviewed messages join')} the corpus; {left_out}")
    return [] if frame.empty else [frame]
