"""Just-in-time notice for a chat or game: one line that quotes nothing and accuses nobody."""

from __future__ import annotations

from grooming_risk.guidance.advice import Found, advise, topics_of
from grooming_risk.labels import DISCLOSURE


def caution(found: Found, audience: str = "child", language: str = "en") -> str | None:
    """Return a notice on the most urgent finding of a score; two lines for help and risk together.

    Show it only to the person it addresses, never to the author of the message: a notice seen by the wrong person may
    put somebody in danger.

    Parameters
    ----------
    found : Score, ConversationState or AuthorState
        Findings; also names of patterns, or probabilities by name, see `advise`.
    audience : {"child", "friend", "parent", "teacher", "moderator", "ngo"}, default="child"
        Reader of the notice.
    language : str, default="en"
        Folder of the texts.

    Returns
    -------
    str or None
        Line on the most urgent pattern that reaches its threshold, or on an unclear risk. A line on asking for help
        comes first, then the other if there is a risk. None if the level is ``"none"`` and nobody asks for help.

    Raises
    ------
    UnknownNameError
        The audience, language or pattern is unknown; the error lists the valid ones.
    TypeError
        `found` has another type.

    Examples
    --------
    >>> from grooming_risk import score
    >>> caution(score("our secret ok, dont tell your mom"))
    'You never have to keep a chat secret. You can tell an adult you trust.'
    >>> caution(score("gg wp")) is None
    True
    """
    topics = topics_of(found)
    shown = topics[: 2 if topics[:1] == (DISCLOSURE,) else 1]
    return " ".join(advice.line for advice in advise(shown, audience, language)) or None
