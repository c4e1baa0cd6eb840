"""Search by meaning: titles as terms and vectors, what is near a query, what is alike, and who sells the same."""
