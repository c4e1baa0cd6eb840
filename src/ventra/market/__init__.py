"""The market in the large: what a category and a shop sell, who shares it, at what prices, and how it grows."""
