"""The console's first page: what goes on, of an app or of all of them."""
