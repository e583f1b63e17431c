"""What the worker does for webhooks; the work itself is in the modules beside it."""
