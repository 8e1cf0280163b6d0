"""Messages added to their conversations; the others give each message its number, which is all they can do."""

from conversation_rate import play, read_chats, score_all
from timing import seconds


def test_conversations(competitor, timed, ratios, pytestconfig):
    """Some conversations, message by message."""
    chats = read_chats(pytestconfig.getoption("--chats"))[:30]
    if competitor.name != "grooming_risk":
        timed("messages of conversations", competitor.name, score_all, chats, competitor.one, rounds=3)
        return
    added = timed("messages of conversations", competitor.name, play, chats, rounds=3)
    scored = min(seconds(score_all, chats) for _ in range(3))
    ratios.of_ours["Conversation.add / score"] = added / scored
