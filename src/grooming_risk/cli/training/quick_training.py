"""``grooming-risk train --quick``: a part of the data, for a model to try the way out on, marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from grooming_risk.model.artifact import TRIAL, Artifact

if TYPE_CHECKING:
    import pandas as pd

_NOTICE: Final = "trained with --quick on a part of the data; it misses much: train without --quick before you use it"
_LINES: Final = 6  # one line in so many of each author and kind
_BACKGROUND: Final = 8
_TEST: Final = 20
_CHATS: Final = 100
_CONVERSATIONS: Final = 60
_SHORTEST: Final = 8  # messages of a chat that sets the rule


def some_lines(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a part of the lines of each author and kind.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"author": ["a"] * 7 + ["b"], "kind": "grooming", "text": list("abcdefgh")})
    >>> some_lines(frame)["text"].tolist()
    ['a', 'g', 'h']
    """
    return frame[frame.groupby(["author", "kind"]).cumcount() % _LINES == 0].reset_index(drop=True)


def some_chat(*, package: bool) -> dict[str, Any]:
    """Return the background and the chats of a quick training, as arguments of `train`."""
    from grooming_risk.corpus.background.chat import chat_messages, chats

    real = [chat for chat in chats("calibration") if len(chat.messages) >= _SHORTEST][:_CHATS]
    return {"background": chat_messages("training")[::_BACKGROUND] if package else (), "chats": real}


def some_tests() -> dict[str, Any]:
    """Return conversations and real messages to measure on, as arguments of `save_model`."""
    from grooming_risk.corpus.background.chat import chat_messages
    from grooming_risk.corpus.load import load_conversations

    found = load_conversations("held_out")
    first = found["conversation"].unique()[:_CONVERSATIONS]
    return {"conversations": found[found["conversation"].isin(first)], "benign_texts": chat_messages("test")[::_TEST]}


def marked(artifact: Artifact) -> Artifact:
    """Return a model that says of itself, in its info and on its card, that it is for trying out only."""
    return artifact._replace(info={**artifact.info, TRIAL: _NOTICE})
