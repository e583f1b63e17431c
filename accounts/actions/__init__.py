"""What changes: one function for each row of the reference that changes something."""
