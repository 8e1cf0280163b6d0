"""Shows a score as HTML in a notebook: the message with its evidence marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grooming_risk.pages.environment import environment
from grooming_risk.scoring.passages import passages, pieces

if TYPE_CHECKING:
    from grooming_risk.scoring.result import Score

_END: Final = 200  # characters kept at each end of a long piece


def render_score(score: Score, text: str | None) -> str:
    """Return a score as a fragment for a notebook.

    Parameters
    ----------
    score : Score
        The score.
    text : str or None
        Its message; None where it is not known, as after a pickle.
    """
    template = environment(passages=passages, pieces=pieces, shortened=shortened).get_template("scoring/score.html")
    evidence = () if text is None else score.evidence
    return template.render(score=score, text=text, evidence=evidence)


def shortened(piece: str) -> str:
    """Return a piece of a message; a long one loses its middle.

    Examples
    --------
    >>> shortened("gg"), len(shortened("a" * 10_000)) < 500
    ('gg', True)
    """
    left_out = len(piece) - 2 * _END
    return piece if left_out <= _END else f"{piece[:_END]} [… {left_out:,} characters …] {piece[-_END:]}"
