"""What stands before the page: every request -> let through, or refused."""
