"""Push in the console: what is there, what became of it and why, and what can be done about it."""
