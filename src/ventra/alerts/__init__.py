"""Tells sellers once what they wanted to be told: rules, what they found, and how that is brought."""
