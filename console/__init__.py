"""The console above all floors: what needs chat, push and webhooks at once, and how one finds one's way."""
