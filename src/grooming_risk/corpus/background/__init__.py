"""Real harmless chat to train against: from a package, from a site, or counts of it."""
