"""The statements of backups: what tables there are, rows out and in, and the list of backups."""
