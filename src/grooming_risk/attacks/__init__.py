"""Attacks: how people write so as not to be found, and what the model keeps finding all the same."""

from grooming_risk.attacks.disguises import DISGUISES, disguise
from grooming_risk.attacks.evaluation import ATTACKS, evaluate_attacks
from grooming_risk.attacks.hiding import DILUTIONS, dilute, split_up

__all__ = ["ATTACKS", "DILUTIONS", "DISGUISES", "dilute", "disguise", "evaluate_attacks", "split_up"]
