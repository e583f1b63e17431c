"""Counting adds up, in the hour of the counting."""

from time import time

import pytest

from accounts.models import App
from push import statistics
from push.models import Statistic
from push.statistics import Kind


@pytest.mark.django_db
def test_what_is_counted_twice_adds_up(acme: App) -> None:
    accepted, dead = Kind(acme.pk, "FCM", "accepted"), Kind(acme.pk, "FCM", "invalid", "UNREGISTERED")
    before = int(time()) // 3600
    statistics.count({accepted: 3, dead: 1, Kind(acme.pk, "APNS", "failed"): 0})
    statistics.count({accepted: 2})
    statistics.count({})
    found = {(one.vendor, one.outcome, one.code): one.count for one in Statistic.objects.all()}
    assert found == {("FCM", "accepted", ""): 5, ("FCM", "invalid", "UNREGISTERED"): 1}
    assert all(before <= hour <= before + 1 for hour in Statistic.objects.values_list("hour", flat=True))
