"""How far off daily sales are: stored results of back-tests, and what they answer over HTTP."""
