"""Messages added to their conversations; the competitors score each message by itself."""

import pytest
from conversation_rate import play, read_chats, score_all

from grooming_risk.scoring.scorer import default_model
from timing import seconds


def test_conversations(competitor, timed, ratios, pytestconfig):
    """Some conversations, message by message."""
    chats = read_chats(pytestconfig.getoption("--chats"))[:30]
    if competitor.name != "grooming_risk":
        call = competitor.one or pytest.skip("for lists alone")
        timed("messages of conversations", competitor.name, score_all, chats, call, rounds=3)
        return
    added = timed("messages of conversations", competitor.name, play, chats, rounds=3)
    scored = min(seconds(score_all, chats) for _ in range(3))
    ratios.of_ours["Conversation.add / score"] = added / scored


def test_repeated_short_messages(ratios, pytestconfig):
    """Share of messages of conversations that are short and cached."""
    chats = read_chats(pytestconfig.getoption("--chats"))
    score_all(chats)
    info = default_model().cache_info()
    ratios.of_ours["messages remembered / short messages"] = info.hits / (info.hits + info.misses)
    ratios.of_ours["messages remembered / messages"] = info.hits / sum(map(len, chats))
