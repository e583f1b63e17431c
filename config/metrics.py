"""Prometheus: what each request cost, by route and status, and what the outbox holds.

Where an installation runs several processes, PROMETHEUS_MULTIPROC_DIR names a folder (emptied before the
start) in which they add up their counters; without it each process answers for itself.
"""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from time import perf_counter

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from config.bounded import Bounded
from journal import dispatch
from push import sweeping as pushes
from webhooks import sweeping

disable_created_metrics()  # type: ignore[no-untyped-call]  # a gauge beside each counter that nobody reads

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

REQUESTS = Counter("hongyan_http_requests", "Requests answered", ["method", "route", "status"])
LATENCY = Histogram("hongyan_http_request_seconds", "Time to answer", ["method", "route"], buckets=BUCKETS)

_count = lru_cache(4096)(REQUESTS.labels)
_time = lru_cache(1024)(LATENCY.labels)


class RequestMetrics:
    """The outermost middleware. All paths that no route takes are one route: nobody can make labels."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = perf_counter()
        response = self.get_response(request)
        method = request.method if request.method in METHODS else "OTHER"
        match = request.resolver_match
        route = match.route if match else "none"
        _time(method, route).observe(perf_counter() - start)
        _count(method, route, response.status_code).inc()
        return response


class Outbox:
    """Asked of PostgreSQL at each scrape; without an answer the gauges are absent: alert on that."""

    def __init__(self) -> None:
        self._backlog = Bounded(dispatch.backlog)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            backlog = self._backlog.ask()
        except Exception:
            return
        yield GaugeMetricFamily(
            "hongyan_journal_waiting_events", f"Up to {dispatch.COUNTED}", value=backlog.waiting
        )
        yield GaugeMetricFamily(
            "hongyan_journal_oldest_waiting_seconds", "Age of the oldest", value=backlog.oldest_seconds
        )


class Deliveries:
    """The same of the webhooks."""

    def __init__(self) -> None:
        self._waiting = Bounded(sweeping.waiting)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            waiting = self._waiting.ask()
        except Exception:
            return
        yield GaugeMetricFamily(
            "hongyan_webhook_waiting_deliveries", f"Up to {sweeping.COUNTED}", value=waiting
        )


class Pushes:
    """And of push."""

    def __init__(self) -> None:
        self._waiting = Bounded(pushes.waiting)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            waiting = self._waiting.ask()
        except Exception:
            return
        yield GaugeMetricFamily("hongyan_push_waiting_deliveries", f"Up to {pushes.COUNTED}", value=waiting)


_outbox = CollectorRegistry()
_outbox.register(Outbox())
_outbox.register(Deliveries())
_outbox.register(Pushes())


def exposition() -> bytes:
    return generate_latest(_processes()) + generate_latest(_outbox)


def _processes() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    everyone = CollectorRegistry()
    MultiProcessCollector(everyone)  # type: ignore[no-untyped-call]  # the library has no types here
    return everyone
