"""What stands in the console that is browsed: an app with a row of everything, and another one."""

from django.utils import timezone

from accounts.actions import apps
from accounts.models import Account, App, Operator
from console.models import Export
from im.moderation.models import AccountMute, AppMute, Flagged
from push.models import Delivery, DeviceLog, Lane, Preference, Receipt, VendorReceipt
from tests.client import Client
from tests.conftest import make_account, make_operator
from tests.ids import PEOPLE, STRANGERS, foreign_of, known_of


def furnish() -> dict[str, str]:
    """Ids of tests/ids.py, in an app of alice's and in one that is not hers."""
    made = apps.create(name="Acme", app_key="acme")
    other = apps.create(name="Other", app_key="other").app
    alice, bob, carol = (make_account(made.app, name) for name in PEOPLE)
    known = known_of(made, alice, bob, carol, make_operator(made.app))
    dave, oscar = (make_account(other, name) for name in STRANGERS)
    foreign_of(other, dave, oscar)
    Operator.objects.create_superuser("chief", password="correct horse battery")
    as_server = Client({"X-App-Key": made.app.app_key, "X-App-Secret": made.app_secret})
    assert as_server.post("/api/im/blacklist", {"userId": "carol"}, actAs="bob").ok
    flag(made.app, known["message"])
    ring(made.app, bob)
    Export.objects.create(app=made.app, kind="WORDS", by="chief")
    AppMute.objects.create(app=made.app, enabled=True, reason="maintenance")
    AccountMute.objects.create(account=carol, app=made.app, single_until=-1, reason="spam")
    return known


def flag(app: App, message: str) -> None:
    hits = [{"word": "hello", "start": 0, "end": 5, "action": "FLAG", "category": ""}]
    Flagged.objects.create(
        app=app, kind="MESSAGE", target_id=message, user_id="alice", text="hello", hits=hits
    )


def ring(app: App, account: Account) -> None:
    """What push has told of itself, and the vendors."""
    delivery = Delivery.objects.filter(app=app).latest("pk")
    now = timezone.now()
    DeviceLog.objects.create(
        app_id=app.pk, event="QUEUED", user_id=account.user_id, delivery_id=delivery.pk, device_id="phone"
    )
    Receipt.objects.create(app_id=app.pk, delivery_id=delivery.pk, event="CLICKED", device_id="phone", at=now)
    VendorReceipt.objects.create(app=app, vendor="HUAWEI", body=b"{}")
    Preference.objects.create(app=app, user_id=account.user_id, dnd_enabled=True)
    Lane.objects.create(app=app, vendor="HUAWEI", reason="AUTH", paused_until=now)
