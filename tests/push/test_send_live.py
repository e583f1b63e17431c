"""POST /api/push/send with a Live Activity."""

from config.clock import ms
from push.models import Notice
from tests.client import Client
from tests.push.sends import send


def test_its_state_is_of_the_time_of_its_sending(as_server: Client) -> None:
    state = {"event": "update", "contentState": {"minutes": 4}}
    for live in (state, {**state, "timestamp": 1_700_000_000_000}):
        assert send(as_server, options={"liveActivity": live}).ok
    first, second = Notice.objects.order_by("pk")
    assert first.options["liveActivity"] == {**state, "timestamp": ms(first.send_at)}
    assert second.options["liveActivity"]["timestamp"] == 1_700_000_000_000
