"""The line at the top of a page after something was done: what, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import Depends, Query

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.decision import VERDICTS
from grooming_risk.desk.pages import plain
from grooming_risk.pages.environment import counted

_Number = Annotated[int | None, Query(ge=0, le=2**63 - 1)]


class Line(NamedTuple):
    """What was done.

    Attributes
    ----------
    text : str
        In words.
    title : str
        Name of the conversation; "" where it is none.
    undo : bool
        Whether it can be taken back.
    new : sequence of int
        Places of messages to read first.
    """

    text: str
    title: str = ""
    undo: bool = False
    new: Sequence[int] = ()


class Done(NamedTuple):
    """What an address says was done; the file is asked whether it stands."""

    decided: int | None
    undone: int | None
    erased: int | None
    labelled: int | None
    took: str

    def about(self, cases: CaseFile, person: str) -> Line | None:
        """Return the line; None where nothing was done."""
        last = cases.last_step(person)
        if self.decided is not None and last and last.verdict and last.conversation == self.decided:
            return Line(f"Decided: {plain(last.verdict)}", last.title, undo=True)
        if self.undone is not None:
            return self._taken_back(cases, person)
        if self.erased is not None:
            return Line(f"Erased: {counted(self.erased, 'message')}")
        if self.labelled and last and last.action == "label":
            return Line(f"Labels of message {self.labelled} saved", undo=True)
        return None

    def _taken_back(self, cases: CaseFile, person: str) -> Line:
        case = cases.case(self.undone, person) if self.undone else None
        if case is None:
            return Line("There is nothing to take back")
        what = f"your decision, {plain(self.took)}" if self.took in VERDICTS else "your label of a message"
        return Line(f"Taken back: {what}", case.row.title)


def _done(
    decided: _Number = None, undone: _Number = None, erased: _Number = None, labelled: _Number = None, took: str = ""
) -> Done:
    return Done(decided, undone, erased, labelled, took)


Told = Annotated[Done, Depends(_done)]
"""What an address says was done, as the parameter of a route."""
