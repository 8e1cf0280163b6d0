"""A copy of the PAN 2012 corpus that the user holds: reading it, and the figures of its shared task."""
