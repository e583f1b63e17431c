"""A push to all phones of a tag: until each of them has its delivery, by one thread of a worker."""

from resource import RUSAGE_SELF, getrusage

from django.utils import timezone

from benchmarks.bench import Bench
from benchmarks.phones import phones, reachable
from benchmarks.tally import Failed, Measured
from push import expanding
from push.models import Delivery, Notice, NoticeStatus, Source

TAGGED, QUICK_TAGGED = 100_000, 10_000
FIRST = 3_000


def run(bench: Bench) -> None:
    tagged = QUICK_TAGGED if bench.quick else TAGGED
    with bench.installation.connect() as connection:
        app = reachable()
        phones(connection, app, FIRST, prefix="first", tags=["first"])
        phones(connection, app, 2 * tagged, prefix="plain", tags=["new"])
        phones(connection, app, tagged, prefix="vip", tags=["new", "vip"])
    _expanded(bench, "first", FIRST)
    before = _memory()
    measured = _expanded(bench, "vip", tagged)
    grown = _memory() - before
    bench.report.row(f"{tagged:,} phones of a tag", measured)
    bench.report.say(f"  memory grew by {grown:.1f} MB after the first {FIRST:,}")
    bench.report.target("deliveries of a tag a second", measured.rate, at_least=300)
    bench.report.target("growth in MB", grown, at_most=8)


def _expanded(bench: Bench, tag: str, expected: int) -> Measured:
    """As after the send of a tag that too many have to be counted: the app's phones are walked."""
    now = timezone.now()
    notice = Notice.objects.create(
        app=reachable(),
        source=Source.API,
        status=NoticeStatus.EXPANDING,
        audience={"tags": {"any": [tag]}, "walk": True},
        content={"notification": {"title": "t", "body": "b"}},
        expires_at=now.replace(year=now.year + 1),
    )
    meter = bench.installation.meter()
    reading = meter.read()
    while Notice.objects.get(pk=notice.pk).status == NoticeStatus.EXPANDING:
        expanding.expand_some()
    usage = meter.between(reading, meter.read())
    written = Delivery.objects.filter(notice=notice).count()
    if written != expected:
        raise Failed(f"{written} deliveries instead of {expected}")
    return Measured(written, usage, [])


def _memory() -> float:
    """The most that there ever was, in MB."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024
