"""Postgres and Redis of our own for `make demo`, `make up` and tests; never in production."""
