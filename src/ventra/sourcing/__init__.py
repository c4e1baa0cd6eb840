"""Where to buy: rates, suppliers' offers, price lists, and what goods cost once they lie in Tashkent."""
