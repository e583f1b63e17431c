"""The one way out to other people's servers. Nothing else opens a connection to them."""
