"""What came of words is counted by app and hour, when the process gets to it."""

import pytest

from accounts.models import App
from im.models import KeywordFilter, Statistic
from im.moderation import counting
from tests.client import Client
from tests.im.chat import SEND, message_to, say
from tests.im.moderation.words import forbid


@pytest.mark.django_db
def test_texts_that_are_blocked_or_replaced_are_counted(
    acme: App, as_root: Client, as_alice: Client, bob: object
) -> None:
    counting.flush()
    Statistic.objects.all().delete()
    forbid(as_root, "casino")
    forbid(as_root, "broker", action="REPLACE")
    assert as_alice.post(SEND, message_to("bob", "casino casino")).code == 400
    say(as_alice, "bob", "a broker at the broker")
    counting.flush()
    counting.flush()
    found = {one.kind: one.count for one in Statistic.objects.filter(app_id=acme.pk)}
    assert found == {"blocked": 1, "replaced": 1}
    assert sum(KeywordFilter.objects.values_list("hit_count", flat=True)) == 4
