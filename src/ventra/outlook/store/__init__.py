"""The rows of the outlook."""
