"""Whether a new model is better than the old one, with intervals."""
