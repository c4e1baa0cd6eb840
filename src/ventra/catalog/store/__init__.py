"""The catalogue's rows: products, variants, categories, sellers, and who is watched."""
