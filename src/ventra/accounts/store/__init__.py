"""Rows of accounts. Those of an organisation are asked for with its id, and Postgres shows no others."""
