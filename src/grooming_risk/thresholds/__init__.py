"""Thresholds by alert budget, from a site's traffic."""
