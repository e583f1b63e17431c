"""What the webhooks count about themselves."""

from prometheus_client import Counter

ATTEMPTS = Counter("hongyan_webhook_attempts", "Tries, by what came of them", ["result"])
DEAD = Counter("hongyan_webhook_deliveries_dead", "Deliveries whose last try failed")
