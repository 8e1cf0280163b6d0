"""The model folder: its format, thresholds of a site beside it, the conversation rule, probabilities."""
