"""Checks of the corpus: content rules, schema, diversity, surface leakage, a second reading, the datasheet."""
