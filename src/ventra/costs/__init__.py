"""Unit economics: what is left of a price, by rates that are dated and kept by version."""
