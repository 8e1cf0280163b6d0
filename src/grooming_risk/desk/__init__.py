"""The desk: the conversations of an export in one file, and what moderators decide. Needs the extra ``desk``."""

from grooming_risk.desk.case import Case, Filled, Undone
from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.decision import VERDICTS, Decision, DeskError, NewMessagesError
from grooming_risk.desk.figures import Figures
from grooming_risk.desk.log import LogEntry
from grooming_risk.desk.queue_filter import Counts, Wanted
from grooming_risk.desk.reviews import LeftOut

__all__ = [
    "VERDICTS",
    "Case",
    "CaseFile",
    "Counts",
    "Decision",
    "DeskError",
    "Figures",
    "Filled",
    "LeftOut",
    "LogEntry",
    "NewMessagesError",
    "Undone",
    "Wanted",
]
