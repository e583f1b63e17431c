"""What one vendor's pushes notice of another one, which needs ten seconds for each answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from accounts.models import App
from benchmarks.apple import apple
from benchmarks.bench import Bench
from benchmarks.cases.apns_transport import LATENCY, WIDE, summed
from benchmarks.cases.push_full_path import installed, sent, until, user
from benchmarks.tally import Failed, Measured
from benchmarks.workers import worker
from push import credentials
from push.models import Credential, Delivery, Device
from push.models.device import hash_of
from tests.fakes.http import serving
from tests.fakes.oppo import Oppo

PHONES, SLOW_PHONES = 3_000, 2_000
EVERY, AT_ONCE = 0.1, 10  # seconds, and phones each time
ROUNDS, WARM = 4, 3.0
SECONDS, QUICK_SECONDS, SLOW = 10.0, 5.0, 11.0
TOOK = "extract(epoch FROM finished_at - created_at)"


def run(bench: Bench) -> None:
    oppo, seconds = Oppo(), QUICK_SECONDS if bench.quick else SECONDS
    alone, beside = [], []
    with (
        serving(oppo) as slow,
        apple(latency=LATENCY, window=WIDE, beside={"OPPO": slow.url}) as fake,
        worker(bench),
    ):
        app = installed(fake, PHONES)
        _install_slow(app, oppo)
        _steady(bench, app, WARM)
        for _ in range(1 if bench.quick else ROUNDS):
            alone.append(_steady(bench, app, seconds))
            with _slow_pushes(app, oppo):
                beside.append(_steady(bench, app, seconds))
    first, second = summed(alone), summed(beside)
    bench.report.row("a vendor of 20 ms", first)
    bench.report.row("the same beside one of 10 s", second)
    share = second.quantile(0.99) / first.quantile(0.99)
    bench.report.target("p99 beside a slow vendor, times that without", share, at_most=1.2)


@contextmanager
def _slow_pushes(app: App, oppo: Oppo) -> Iterator[None]:
    """Two thousand wait for a vendor that answers nobody within ten seconds."""
    asked = len(oppo.asked)
    for first in range(0, SLOW_PHONES, 1_000):
        sent(app, [f"slow-{number}" for number in range(first, first + 1_000)])
    until(lambda: len(oppo.asked) > asked + 1)
    yield
    waiting = Delivery.objects.filter(vendor="OPPO", status__in=("PENDING", "RETRYING"))
    if waiting.count() < SLOW_PHONES // 2:
        raise Failed("the slow vendor was not slow")
    waiting.update(status="CANCELLED")
    sleep(SLOW)


def _steady(bench: Bench, app: App, seconds: float) -> Measured:
    """From a delivery's writing to its outcome's, by PostgreSQL's clock."""
    reads = bench.installation.meter()
    before, began = reads.read(), monotonic()
    notices: list[int] = []
    while (now := monotonic()) < began + seconds:
        first = len(notices) * AT_ONCE % PHONES
        notices.append(sent(app, [user(number) for number in range(first, first + AT_ONCE)]).pk)
        sleep(max(0.0, began + len(notices) * EVERY - now))
    usage = reads.between(before, reads.read())
    deliveries = Delivery.objects.filter(notice_id__in=notices)
    until(lambda: not deliveries.exclude(status="ACCEPTED").exists())
    took = deliveries.extra(select={"took": TOOK}).values_list("took", flat=True)
    latencies = [float(one) for one in took]
    return Measured(len(latencies), usage, latencies)


def _install_slow(app: App, oppo: Oppo) -> None:
    Credential.objects.create(
        app=app,
        vendor="OPPO",
        public={"appKey": oppo.app_key},
        secret=credentials.sealed({"masterSecret": oppo.master_secret}),
        fingerprint="benchmark",
    )
    credentials.forget(app.pk)
    tokens = [f"slow-{number}" for number in range(SLOW_PHONES)]
    Device.objects.bulk_create(
        Device(
            app=app, device_id=f"slow-{number}", user_id=f"slow-{number}", platform="ANDROID", vendor="OPPO",
            token=one, token_hash=hash_of(one),
        )
        for number, one in enumerate(tokens)
    )  # fmt: skip
