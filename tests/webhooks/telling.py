"""An endpoint's fate, told step by step on a clock of its own: what the sending leaves behind."""

from datetime import UTC, datetime, timedelta
from typing import Any

from config.clock import ms
from webhooks import minutes
from webhooks.alerts import evaluate, open_alert
from webhooks.minutes import Tallies
from webhooks.models import Alert, AlertLevel, AlertType, Circuit, Delivery, Endpoint

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Story:
    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint, self.now = endpoint, NOON

    def tries(self, *outcomes: bool, ms_each: int = 20, timeout: bool = False) -> None:
        """Attempts that end now, in this order; True is a success."""
        tallies = Tallies()
        for succeeded in outcomes:
            tallies.count(self.endpoint.pk, ms(self.now), ms_each, failed=not succeeded, timeout=timeout)
        minutes.add(tallies)
        self._circuit(outcomes)

    def _circuit(self, outcomes: tuple[bool, ...]) -> None:
        circuit = Circuit.objects.get(endpoint=self.endpoint)
        for succeeded in outcomes:
            circuit.consecutive_failures = 0 if succeeded else circuit.consecutive_failures + 1
            if succeeded:
                circuit.last_success_at, circuit.failing_since = self.now, None
            else:
                circuit.last_failure_at = self.now
                circuit.failing_since = circuit.failing_since or self.now
        circuit.save()

    def waits(self, count: int = 1) -> None:
        """Deliveries that are due now, and stay so."""
        Delivery.objects.bulk_create(
            Delivery(
                app_id=self.endpoint.app_id,
                endpoint=self.endpoint,
                event_id=f"evt_{ms(self.now)}_{n}",
                type="message.sent",
                next_attempt_at=self.now,
                created_at=self.now,
            )
            for n in range(count)
        )

    def happens(self, kind: AlertType, level: AlertLevel = AlertLevel.CRITICAL) -> None:
        """What the sending raises at once."""
        open_alert(self.endpoint.pk, kind, level, "it happened", now=self.now)

    def changes(self, **fields: Any) -> None:
        Endpoint.objects.filter(pk=self.endpoint.pk).update(**fields)

    def passes(self, **span: float) -> None:
        """Time, with a look every ten seconds, as beat has it; a long time in longer steps."""
        end = self.now + timedelta(**span)
        step = max(timedelta(seconds=10), (end - self.now) / 40)
        while self.now < end:
            self.now = min(end, self.now + step)
            evaluate(self.now)

    @property
    def open(self) -> dict[str, str]:
        """The open alerts, by rule: how bad."""
        rows = list(Alert.objects.filter(endpoint=self.endpoint).exclude(status="RESOLVED"))
        assert len(rows) == len({alert.type for alert in rows})
        return {alert.type: alert.level for alert in rows}
