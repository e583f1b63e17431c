"""The doors of accounts: each reads, calls one action, and shapes the answer."""
