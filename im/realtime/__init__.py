"""The gateway: keeps the WebSockets, copies frames from Redis to them, and runs their ops."""
