"""An account all round, and what helps with accounts: what chat, push and accounts know of one person."""
