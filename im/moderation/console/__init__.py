"""Moderation in the console: the list of words, trying it, carrying it in and out, and who is muted."""
