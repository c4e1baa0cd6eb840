"""What organisations keep for the calculator: rates of their own, and scenarios."""
