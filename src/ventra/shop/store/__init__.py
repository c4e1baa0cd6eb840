"""SQL of the seller's own shop, by what it is about."""
