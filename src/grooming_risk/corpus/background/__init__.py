"""Real harmless chat to train against: a package's, a site's own, or counts of it."""
