"""Attacks: how people write so as not to be found, and what the model keeps finding all the same."""
