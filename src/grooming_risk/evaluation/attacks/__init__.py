"""Attacks: disguises, dilution, splitting and flooding, and how much of the recall they leave."""
