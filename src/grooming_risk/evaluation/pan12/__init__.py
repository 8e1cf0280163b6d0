"""PAN 2012 corpus: reader of a user's copy, and the metrics of its shared task."""
