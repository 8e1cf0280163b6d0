"""Ids of messages that have none."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.desk.message_ids import own_id, with_ids
from grooming_risk.io.exports.message import Message

TIMES = st.sampled_from([None, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)])
CHATS = st.lists(
    st.builds(
        lambda chat, author, text, at, id: Message("f", 1, chat, author, text, at, id=id),
        st.sampled_from("ab"), st.sampled_from(["rex", "kiki"]), st.sampled_from(["gg", "brb", "\ud800"]), TIMES,
        st.sampled_from(["", "7", "~x"]),
    ),
    max_size=30,
)  # fmt: skip


@given(CHATS, CHATS)
def test_a_longer_export_repeats_the_ids_and_every_message_has_its_own(chat, more):
    first, longer = list(with_ids(chat)), list(with_ids([*chat, *more]))

    assert longer[: len(first)] == first
    made = [(message.conversation, message.id) for message in longer if message.id != "7"]
    assert len(set(made)) == len(made)
    assert [own_id(message) for message in longer] == ["7" if message.id == "7" else "" for message in [*chat, *more]]
