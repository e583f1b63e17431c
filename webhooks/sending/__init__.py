"""The delivery of after-events: each worker has an engine, which holds endpoints and sends to them."""
