"""The rows of collecting: observations, visits, sources, imports."""
