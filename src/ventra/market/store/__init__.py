"""Reads over all active products of a category or a shop, each set-wise and bounded."""
