"""A model's metrics, plots, card and datasheet as one HTML page."""
