"""One message to many, from the console: written, looked at, sent in the background, followed."""
