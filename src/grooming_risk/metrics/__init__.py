"""Metrics of classification, calibration and ranking, with their confidence intervals."""
