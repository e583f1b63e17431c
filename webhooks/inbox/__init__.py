"""The demo's inbox: a receiver of webhooks of our own, and a page that shows what arrived."""
