"""What changes in webhooks."""
