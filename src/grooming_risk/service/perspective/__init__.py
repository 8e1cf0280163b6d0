"""Endpoints in the shape of the Perspective API."""
