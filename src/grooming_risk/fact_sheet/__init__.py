"""The fact sheet: what scored traffic tells about a site as a whole, with small counts hidden."""
