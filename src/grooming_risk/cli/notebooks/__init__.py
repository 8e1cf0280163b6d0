"""Command that copies the shipped notebooks."""
