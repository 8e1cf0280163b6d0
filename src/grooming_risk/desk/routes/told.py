"""The line at the top of a page after something was done: what, and how to take it back."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import Depends, Query

from grooming_risk.desk.case_file import CaseFile
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
    """

    text: str
    title: str = ""
    undo: bool = False


class Done(NamedTuple):
    """What an address says was done; the file is asked whether it stands."""

    decided: int | None
    undone: int | None
    erased: int | None
    labelled: int | None

    def about(self, cases: CaseFile, person: str) -> Line | None:
        """Return the line; None where nothing was done."""
        if self.decided is not None and (case := cases.case(self.decided, person)) and case.decision:
            return Line(f"Decided: {plain(case.decision.verdict)}", case.row.title, undo=True)
        if self.undone is not None:
            return Line("Taken back: your last step" if self.undone else "There is nothing to take back")
        if self.erased is not None:
            return Line(f"Erased: {counted(self.erased, 'message')}")
        return Line(f"Labels of message {self.labelled} saved", undo=True) if self.labelled else None


def _done(decided: _Number = None, undone: _Number = None, erased: _Number = None, labelled: _Number = None) -> Done:
    return Done(decided, undone, erased, labelled)


Told = Annotated[Done, Depends(_done)]
"""What an address says was done, as the parameter of a route."""
