"""What became of one message, asked of all floors at once: its conversation, sockets, webhooks and pushes."""
