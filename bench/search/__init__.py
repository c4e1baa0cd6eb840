"""Labelled queries: what somebody types for goods of real and of simulated titles, and which products are meant."""
