"""Whatever people decide and take back: where readings differ, somebody is asked to settle it."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from grooming_risk.desk import CaseFile, Wanted
from grooming_risk.io.exports.message import Message
from grooming_risk.scoring.scorer import default_model

PEOPLE = ("kim", "noa", "ada")
NEVER_READ = "somebody who has read nothing"
CHAT = [Message("a.json", 1, "c1", "rex", "our secret ok", datetime(2026, 3, 1, tzinfo=UTC), id="1")]


class Readings(RuleBasedStateMachine):
    """People read one conversation, change their minds, and take back; the share of second readings changes."""

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "desk.sqlite"
        self.cases = CaseFile(self.path, second_share=1)
        self.cases.fill(CHAT, default_model())

    @initialize(share=st.sampled_from([0, 1]))
    def start(self, share):
        self.open_again(share)

    @rule(
        person=st.sampled_from(PEOPLE),
        verdicts=st.lists(st.sampled_from(["confirmed", "nothing", "unsure"]), min_size=1, max_size=3),
    )
    def decide(self, person, verdicts):
        """A person decides, and those after them."""
        first = PEOPLE.index(person)
        for place, verdict in enumerate(verdicts, start=first):
            self.cases.decide(1, PEOPLE[place % len(PEOPLE)], verdict)

    @rule(person=st.sampled_from(PEOPLE))
    def undo(self, person):
        self.cases.undo(person)

    @rule(share=st.sampled_from([0, 1]))
    def open_again(self, share):
        self.cases.close()
        self.cases = CaseFile(self.path, second_share=share)

    @invariant()
    def a_dispute_is_wanted_by_somebody(self):
        if self.cases.figures().differing:
            assert self.cases.next_case(0, Wanted(), NEVER_READ) is not None

    @rule()
    def who_is_asked_to_read_it_reads_it_anew(self):
        """The reading of who is asked replaces nobody's."""
        if self.cases.next_case(0, Wanted(), NEVER_READ) is not None:
            before = self.cases.figures()
            self.cases.decide(1, NEVER_READ, "nothing")
            after = self.cases.case(1, NEVER_READ)
            assert after.decision.verdict == "nothing"
            self.cases.undo(NEVER_READ)
            assert self.cases.figures() == before

    def teardown(self):
        self.cases.close()
        self.folder.cleanup()


TestReadings = Readings.TestCase
TestReadings.settings = settings(max_examples=40, stateful_step_count=5, deadline=None)


@pytest.mark.parametrize("taken_back", ["kim", "noa", "ada"])
def test_undo_of_one_of_three_readings_asks_for_another_where_the_rest_differ(tmp_path, taken_back):
    with CaseFile(tmp_path / "desk.sqlite", second_share=1) as cases:
        cases.fill(CHAT, default_model())
        for person, verdict in (("kim", "nothing"), ("noa", "confirmed"), ("ada", "nothing")):
            cases.decide(1, person, verdict)
        assert cases.next_case(0, Wanted(), "eve") is None
        cases.undo(taken_back)

        assert cases.figures().differing == (taken_back != "noa")
        assert (cases.next_case(0, Wanted(), "eve") is not None) == (taken_back != "noa")


def test_three_outcomes_of_three_people_are_settled_by_a_fourth(tmp_path):
    with CaseFile(tmp_path / "desk.sqlite", second_share=1) as cases:
        cases.fill(CHAT, default_model())
        for person, verdict in (("kim", "nothing"), ("noa", "confirmed"), ("ada", "unsure")):
            cases.decide(1, person, verdict)
        assert cases.next_case(0, Wanted(), "eve").second
        assert cases.decide(1, "eve", "help").reading == 4

        assert cases.figures().verdicts == {"confirmed": 1}
        assert cases.next_case(0, Wanted(), "max") is None
