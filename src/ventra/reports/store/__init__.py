"""What reports keep, as SQL: cards, and the reports of an organisation with their schedules."""
