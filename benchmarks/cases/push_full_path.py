"""From the task of a push to the committed results and logs of its 3,000 devices, by one worker; beside bare
aioapns, which stores nothing, and beside django-push-notifications' loop over devices.
"""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import App
from benchmarks.apple import BODY, TITLE, Apple, Bare, apple, each_alone, token
from benchmarks.bench import Bench
from benchmarks.cases.apns_transport import LATENCY, WIDE, at_once, summed
from benchmarks.cpu import Meter
from benchmarks.people import the_app
from benchmarks.tally import Failed, Measured
from benchmarks.workers import worker
from push import credentials, planning, queueing
from push.models import Credential, Delivery, Device, DeviceLog, Notice, Source
from push.models.device import hash_of

PHONES, QUICK_PHONES = 3_000, 1_000
ALONE, QUICK_ALONE = 300, 30
AT_A_TIME = 1_000  # users of one task, the most that a send names
ROUNDS = 3
PATIENCE, LOOKS = 120.0, 0.02


def run(bench: Bench) -> None:
    phones, alone = (QUICK_PHONES, QUICK_ALONE) if bench.quick else (PHONES, ALONE)
    full, bare = [], []
    with apple(latency=LATENCY, window=WIDE) as fake:
        app = installed(fake, phones)
        with worker(bench), bench.profiled("push_full_path"):
            _pushed(bench, app, fake, 100)  # the engine starts, its connection opens
            for _ in range(1 if bench.quick else ROUNDS):
                full.append(_pushed(bench, app, fake, phones))
                bare.append(at_once(bench, fake, Bare, phones))
                fake.seen()
        looped = _looped(fake, alone)
        connections = fake.seen()["connections"]
    ours, theirs = summed(full), summed(bare)
    bench.report.row("task to results and logs", ours)
    bench.report.row("aioapns, stores nothing", theirs)
    bench.report.row("a loop over devices", looped)
    bench.report.say(f"  the loop opened {connections} connections for {alone} pushes")
    bench.report.target("times the loop over devices", ours.rate / looped.rate, at_least=5)
    bench.report.target("times bare aioapns", ours.rate / theirs.rate, at_least=0.9)


def installed(fake: Apple, phones: int) -> App:
    app = the_app()
    secret = {"privateKey": fake.credential["privateKey"]}
    public = {name: value for name, value in fake.credential.items() if name not in secret}
    Credential.objects.create(
        app=app, vendor="APNS", public=public, secret=credentials.sealed(secret), fingerprint="benchmark"
    )
    Device.objects.bulk_create(
        Device(
            app=app,
            device_id=f"phone-{number}",
            user_id=user(number),
            platform="IOS",
            vendor="APNS",
            token=token(number),
            token_hash=hash_of(token(number)),
        )
        for number in range(phones)
    )
    return app


def _pushed(bench: Bench, app: App, fake: Apple, phones: int) -> Measured:
    """From the first task's writing until the last push is accepted, written down and logged."""
    reads = bench.installation.meter()
    before = reads.read()
    notices = [
        sent(app, [user(number) for number in range(first, min(first + AT_A_TIME, phones))])
        for first in range(0, phones, AT_A_TIME)
    ]
    ids = [notice.pk for notice in notices]
    accepted = DeviceLog.objects.filter(app_id=app.pk, notice_id__in=ids, event="ACCEPTED")
    until(lambda: not Delivery.objects.filter(app=app, status__in=("PENDING", "RETRYING")).exists())
    until(lambda: accepted.count() >= phones)
    usage = reads.between(before, reads.read())
    if Delivery.objects.filter(notice_id__in=ids, status="ACCEPTED").count() != phones:
        raise Failed("a push was not accepted")
    saw = fake.seen()
    if saw["rings"] != phones or saw["doubles"] or saw["connections"] > 3:
        raise Failed(f"{phones} pushes were {saw}")
    return Measured(phones, usage, [])


@transaction.atomic
def sent(app: App, users: list[str]) -> Notice:
    content: dict[str, Any] = {
        "notification": {"title": TITLE, "body": BODY, "badge": 3},
        "data": {"conversationId": "c-1"},
    }
    notice = Notice.objects.create(
        app=app, source=Source.API, content=content, expires_at=timezone.now() + timedelta(days=1)
    )
    terms = planning.terms_of(content, {}, timezone.now())
    plan = planning.for_users(app.pk, users, terms)
    queueing.queue(notice, plan)
    return notice


def _looped(fake: Apple, alone: int) -> Measured:
    meter = Meter({})
    before = meter.read()
    each_alone(fake, range(alone))
    return Measured(alone, meter.between(before, meter.read()), [])


def user(number: int) -> str:
    return f"phone-of-{number:05d}"


def until(true: Callable[[], bool]) -> None:
    end = monotonic() + PATIENCE
    while not true():
        if monotonic() > end:
            raise Failed("pushes are missing")
        sleep(LOOKS)
