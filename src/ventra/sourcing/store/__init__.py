"""SQL of sourcing, by what it is about."""
