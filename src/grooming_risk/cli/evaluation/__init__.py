"""Commands that measure a model and set thresholds."""
