"""A hundred thousand iPhones by a tag: how fast one worker rings them all, and what memory it takes."""

from datetime import timedelta
from time import monotonic, sleep

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import App
from benchmarks.apple import BODY, TITLE, apple
from benchmarks.bench import Bench
from benchmarks.cases.apns_transport import LATENCY, WIDE
from benchmarks.cases.push_full_path import installed
from benchmarks.cpu import resident
from benchmarks.installation import pid_of
from benchmarks.tally import Failed, Measured
from benchmarks.workers import worker
from push import expanding
from push.models import Notice, NoticeStatus, Source

PHONES, QUICK_PHONES = 100_000, 10_000
MIB = 1024 * 1024
EVERY = 2.0  # seconds between two looks
PATIENCE = 600.0
REGISTER = """
INSERT INTO push_device (app_id, device_id, user_id, platform, vendor, token, token_hash, keys, environment,
  bundle_id, locale, time_zone, app_version, os_version, brand, model, sdk_version, tagged,
  notification_enabled, status, invalid_reason, fail_streak, last_error_code, history, registered_at,
  updated_at)
SELECT %(app)s, 'many-' || n, 'many-' || n, 'IOS', 'APNS', t, encode(sha256(t::bytea), 'hex'), '{}', 'PROD',
  '', '', '', '', '', '', '', '', ARRAY[%(app)s || ':vip'], true, 'ACTIVE', '', 0, '', '[]', now(), now()
FROM (SELECT n, 'a11e' || lpad(to_hex(n), 60, '0') FROM generate_series(1, %(number)s) n) AS made(n, t)
"""
LEFT = """
SELECT count(*) FROM push_delivery WHERE app_id = %s AND status IN ('PENDING', 'RETRYING')
"""


def run(bench: Bench) -> None:
    phones = QUICK_PHONES if bench.quick else PHONES
    with apple(latency=LATENCY, window=WIDE) as fake:
        app = installed(fake, 1)
        with connection.cursor() as cursor:
            cursor.execute(REGISTER, {"app": app.pk, "number": phones})
            cursor.execute("ANALYZE push_device")
        with worker(bench):
            reads, pid = bench.installation.meter(), pid_of(bench.installation.children["worker"])
            before, idle = reads.read(), resident(pid)
            notice = _tell(app)
            taken = _drained(app, notice, phones, pid)
            drained = Measured(phones, reads.between(before, reads.read()), [])
        saw = fake.seen()
    if saw["rings"] != phones or saw["doubles"]:
        raise Failed(f"{phones} pushes were {saw}")
    bench.report.row("by a tag", drained)
    half = len(taken) // 2
    bench.report.say(
        f"  the worker's memory: {idle / MIB:.0f} MiB idle, at most {max(taken[:half]) / MIB:.0f} MiB in the "
        f"first half, {max(taken[half:]) / MIB:.0f} MiB in the second"
    )
    bench.report.target("pushes a second", drained.rate, at_least=300)
    bench.report.target("memory, second half by first", max(taken[half:]) / max(taken[:half]), at_most=1.1)


@transaction.atomic
def _tell(app: App) -> Notice:
    notice = Notice.objects.create(
        app=app,
        source=Source.API,
        status=NoticeStatus.EXPANDING,
        audience={"tags": {"any": ["vip"]}},
        content={"notification": {"title": TITLE, "body": BODY, "badge": 3}},
        expires_at=timezone.now() + timedelta(days=1),
    )
    transaction.on_commit(expanding.ring)
    return notice


def _drained(app: App, notice: Notice, phones: int, pid: int) -> list[int]:
    """The worker's memory, every two seconds until all is done."""
    end, taken = monotonic() + PATIENCE, [resident(pid)]
    while True:
        sleep(EVERY)
        taken.append(resident(pid))
        notice.refresh_from_db(fields=["status"])
        with connection.cursor() as cursor:
            cursor.execute(LEFT, [app.pk])
            (left,) = cursor.fetchone()
        if notice.status == NoticeStatus.QUEUED and not left:
            return taken
        if monotonic() > end:
            raise Failed(f"{left} of {phones} were left")
