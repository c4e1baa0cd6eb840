"""SQL of alerts: who wants to be told of what, what was found, and what is to be brought where."""
