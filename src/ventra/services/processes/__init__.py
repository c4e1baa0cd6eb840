"""Processes we start: kept while we live, ended with us, and found again after we were killed."""
