"""The seller's own shop: what the official API tells of it, and what that adds up to."""
