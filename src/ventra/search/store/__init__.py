"""The SQL of search."""
