"""Quality of the corpus: content rules, schema, diversity, surface leakage, agreement, datasheet."""
