"""An endpoint that hangs, fails or drips does not move another's deliveries."""

from accounts.models import App
from tests.webhooks.deliveries import make_deliveries
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.engines import Running
from tests.webhooks.receiver import Answer, Arrival, Receiver, wait_until
from webhooks.models import Circuit, Delivery


def test_hanging_and_failing_endpoints_keep_their_trouble_to_themselves(
    engine: Running, receiver: Receiver, acme: App
) -> None:
    def answer(arrival: Arrival) -> Answer:
        if arrival.path.startswith("/hangs"):
            return Answer(after=60)
        return Answer(500 if arrival.path.startswith("/fails") else 200)

    receiver.answers = answer
    hanging = [make_endpoint(acme, receiver.url(f"/hangs{n}")) for n in range(5)]
    failing = [make_endpoint(acme, receiver.url(f"/fails{n}")) for n in range(5)]
    good = [make_endpoint(acme, receiver.url(f"/good{n}")) for n in range(5)]
    for endpoint in (*hanging, *failing):
        make_deliveries(endpoint, 50)
    engine.wake(*(endpoint.pk for endpoint in (*hanging, *failing)))
    wait_until(lambda: Circuit.objects.filter(open_until__isnull=False).count() == 5)
    events = [event for endpoint in good for event in make_deliveries(endpoint, 40)]
    engine.wake(*(endpoint.pk for endpoint in good))
    wait_until(lambda: Delivery.objects.filter(endpoint__in=good, status="SUCCESS").count() == len(events))
    for endpoint in hanging:
        assert len(receiver.ids(f"/hangs{endpoint.pk - hanging[0].pk}")) == 8
    assert not Delivery.objects.filter(endpoint__in=hanging, tries__gt=0).exists()
    engine.stop(0.1)
