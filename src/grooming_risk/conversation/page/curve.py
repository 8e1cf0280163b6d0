"""Draws the risk over the messages, thinned so that a long chat stays light."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.labels import LEVELS

MOST_POINTS: Final = 600
"""Points of the line; every alert keeps its own, even if they are more."""

_WIDTH, _HEIGHT, _LEFT, _TOP = 720, 200, 40, 12


def curve(states: Sequence[ConversationState], levels: dict[str, float]) -> str:
    """Return the risk over the messages as a drawing, with the levels and the alerts.

    Parameters
    ----------
    states : sequence of ConversationState, at least one
        The conversation after each message.
    levels : dict of str to float
        Risk from which it is low, medium, high.
    """
    risks = [state.risk for state in states]
    alerts = [number for number, state in enumerate(states) if state.alerts]
    step = (_WIDTH - _LEFT - 10) / max(len(states) - 1, 1)
    line = " ".join(f"{_LEFT + step * n:.1f},{_up(risks[n]):.1f}" for n in kept_points(risks, alerts))
    marks = "".join(_alert(number, _LEFT + step * number, _up(risks[number])) for number in alerts)
    highest = max(range(len(risks)), key=risks.__getitem__)
    label = f"Risk from {risks[0]:.2f} to {risks[-1]:.2f}; highest {risks[highest]:.2f} in message {highest + 1}"
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {_HEIGHT + 3 * _TOP}" role="group" aria-label="{label}">'
        f'<line class="axis" x1="{_LEFT}" x2="{_WIDTH}" y1="{_up(0):.1f}" y2="{_up(0):.1f}"/>{_scale(levels)}'
        f'<polyline class="risk" points="{line}"/>{marks}</svg>'
        f"<figcaption>{label}.{' Dots are alerts.' if alerts else ''}</figcaption></figure>"
    )


def kept_points(risks: Sequence[float], needed: Sequence[int], most: int = MOST_POINTS) -> list[int]:
    """Return which messages the line goes through: all where they are few.

    Otherwise the first, the last, the highest, the needed ones, and of equal stretches the highest each.

    Parameters
    ----------
    risks : sequence of float
        Risk after each message.
    needed : sequence of int
        Messages that are kept.
    most : int, default=600
        How many to keep, unless more are needed.

    Examples
    --------
    >>> kept_points([0.1, 0.5, 0.9, 0.2, 0.1, 0.1], [4], most=5)
    [0, 2, 4, 5]
    """
    count = len(risks)
    if count <= most:
        return list(range(count))
    kept = {0, count - 1, max(range(count), key=risks.__getitem__), *needed}
    free = max(most - len(kept), 0)
    for part in range(free):
        stretch = range(count * part // free, count * (part + 1) // free)
        kept.add(max(stretch, key=risks.__getitem__))
    return sorted(kept)


def _alert(number: int, x: float, y: float) -> str:
    title = f"alert in message {number + 1}"
    return (
        f'<a href="#m{number + 1}" aria-label="{title}"><circle cx="{x:.1f}" cy="{y:.1f}" r="6">'
        f"<title>{title}</title></circle></a>"
    )


def _scale(levels: dict[str, float]) -> str:
    rules = "".join(
        f'<line class="axis {level}" x1="{_LEFT}" x2="{_WIDTH}" y1="{_up(levels[level]):.1f}" '
        f'y2="{_up(levels[level]):.1f}"/><text x="{_LEFT + 4}" y="{_up(levels[level]) - 4:.1f}">{level}</text>'
        for level in LEVELS[2:]
    )
    return rules + "".join(f'<text x="0" y="{_up(risk) + 4:.1f}">{risk:g}</text>' for risk in (0.0, 0.5, 1.0))


def _up(risk: float) -> float:
    return _TOP + _HEIGHT * (1 - risk)
