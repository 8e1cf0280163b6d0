"""Functions for Osprey rules that score chat messages for the patterns of online grooming."""
