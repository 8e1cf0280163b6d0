"""Attacks: how people write so as not to be found, and what the model keeps finding all the same."""

from grooming_risk.evaluation.attacks.disguises import DISGUISES, disguise
from grooming_risk.evaluation.attacks.evaluation import ATTACKS, evaluate_attacks
from grooming_risk.evaluation.attacks.flooding import FLOODS, flood, in_a_row
from grooming_risk.evaluation.attacks.hiding import DILUTIONS, dilute, split_up

__all__ = [
    "ATTACKS", "DILUTIONS", "DISGUISES", "FLOODS", "dilute", "disguise", "evaluate_attacks", "flood", "in_a_row",
    "split_up",
]  # fmt: skip
