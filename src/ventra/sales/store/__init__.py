"""The rows of sales."""
