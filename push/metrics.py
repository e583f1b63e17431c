"""What push counts about itself."""

from prometheus_client import Counter

OUTCOMES = Counter("hongyan_push_outcomes", "What vendors made of a push", ["vendor", "kind"])
PAUSES = Counter(
    "hongyan_push_lane_pauses", "How often an app's way to a vendor was closed", ["vendor", "reason"]
)
