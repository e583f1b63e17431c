"""What the journal counts about itself."""

from prometheus_client import Counter

RECORDED = Counter("hongyan_journal_events_recorded", "Events written to the outbox")
DISPATCHED = Counter("hongyan_journal_events_dispatched", "Events that every wanting sink has had")
FAILED = Counter("hongyan_journal_sink_failures", "A sink that raised, by sink", ["sink"])
DOORBELL_FAILED = Counter("hongyan_journal_doorbell_failures", "Rings without a broker")
