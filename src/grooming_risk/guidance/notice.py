"""The one line that a chat or game shows just in time. It quotes nothing and accuses nobody."""

from __future__ import annotations

from grooming_risk.guidance.advice import Found, advise, topics_of
from grooming_risk.labels import DISCLOSURE


def caution(found: Found, audience: str = "child", language: str = "en") -> str | None:
    """Return the one line for what is most urgent in a score; for help and risk together, a line for each.

    Show it to the person it is for alone, never to the author of the message: a notice seen by the wrong person may put
    somebody in danger.

    Parameters
    ----------
    found : Score, ConversationState or AuthorState
        What was found; names of patterns and probabilities by name will do as well, see `advise`.
    audience : {"child", "friend", "parent", "teacher", "moderator", "ngo"}, default="child"
        Who reads it.
    language : str, default="en"
        A folder of texts.

    Returns
    -------
    str or None
        The line on the most urgent pattern that reaches its own threshold, or that none is clear. Where somebody asks
        for help, the line on that comes first, and the other behind it if there is a risk too. None where the level is
        ``"none"`` and nobody asks for help.

    Raises
    ------
    UnknownNameError
        An unknown audience, language or pattern; the message lists the valid ones.
    TypeError
        `found` is something else.

    Examples
    --------
    >>> from grooming_risk import score
    >>> caution(score("our secret ok, dont tell your mom"))
    'You never have to keep a chat secret. You can tell an adult you trust.'
    >>> caution(score("gg wp")) is None
    True
    """
    topics = topics_of(found)
    said = topics[: 2 if topics[:1] == (DISCLOSURE,) else 1]
    return " ".join(advice.line for advice in advise(said, audience, language)) or None
