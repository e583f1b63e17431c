"""The doors of webhooks: endpoints, deliveries, alerts, health."""
