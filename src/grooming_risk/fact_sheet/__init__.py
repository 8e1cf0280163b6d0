"""The fact sheet: a site's scored traffic in counts, with small ones hidden."""
