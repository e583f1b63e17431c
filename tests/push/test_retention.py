"""What is older than the installation keeps goes, in batches; the rest stays."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import App
from push import retention
from push.models import Delivery, Device, DeviceLog, Notice, Receipt, Statistic, VendorReceipt
from tests.push.phones import make_device, make_devices, make_notice
from tests.push.sending.queued import to

pytestmark = pytest.mark.django_db


def test_what_is_old_goes_and_the_rest_stays(acme: App, other: App, settings: Settings) -> None:
    settings.PUSH_RETENTION_DAYS = 10
    now = timezone.now()
    old, young = now - timedelta(days=11), now - timedelta(days=9)
    devices = make_devices(acme, [f"user-{n}" for n in range(7)])
    kept = make_notice(acme, created_at=young, expires_at=young)
    planned = make_notice(acme, created_at=old, expires_at=young)
    gone = [make_notice(acme, created_at=old, expires_at=old) for _ in range(3)]
    for notice in (kept, planned, *gone):
        to(devices, notice)
    for app in (acme, other):
        DeviceLog.objects.bulk_create(
            DeviceLog(app_id=app.pk, event="SENT", at=at) for at in (old, old, old, young)
        )
    for n, at in enumerate((old, old, young)):
        VendorReceipt.objects.create(app=acme, vendor="HUAWEI", body=b"", created_at=at)
        Receipt.objects.create(
            app_id=acme.pk, delivery_id=n, event="CLICKED", device_id="d", at=at, created_at=at
        )
    retention.prune(batch=2)
    assert set(Notice.objects.values_list("pk", flat=True)) == {kept.pk, planned.pk}
    assert set(Delivery.objects.values_list("notice", flat=True)) == {kept.pk, planned.pk}
    assert DeviceLog.objects.filter(at=young).count() == DeviceLog.objects.count() == 2
    assert VendorReceipt.objects.get().created_at == Receipt.objects.get().created_at == young


def test_devices_that_are_gone_for_a_month_go_with_what_went_to_them(acme: App) -> None:
    month = timezone.now() - timedelta(days=31)
    gone, there, late = (make_device(acme, name) for name in ("ann", "ben", "cid"))
    to([gone, there, late], make_notice(acme))
    Device.objects.filter(pk=gone.pk).update(status="UNREGISTERED", updated_at=month)
    Device.objects.filter(pk=there.pk).update(updated_at=month)
    Device.objects.filter(pk=late.pk).update(status="INVALID")
    retention.prune()
    assert set(Device.objects.values_list("user_id", flat=True)) == {"ben", "cid"}
    assert Delivery.objects.count() == 2


def test_counts_are_kept_for_longer_than_a_year(acme: App) -> None:
    hour = int(timezone.now().timestamp()) // 3600
    for ago in (0, 366 * 24, 401 * 24, 402 * 24):
        Statistic.objects.create(app_id=acme.pk, hour=hour - ago, vendor="FCM", outcome="queued", code="")
    retention.prune(batch=1)
    assert Statistic.objects.count() == 2
