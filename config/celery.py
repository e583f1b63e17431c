"""The Celery app of worker and beat. Redis is only the doorbell: what there is to do stands in PostgreSQL."""

import os

from celery import Celery, signals
from setproctitle import setproctitle

from config import processes, tasks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("hongyan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def name_worker(**_: object) -> None:
    """Celery names its processes itself until then."""
    setproctitle("hongyan: worker")


def beat_at_once(**_: object) -> None:
    """A fresh worker is ready now, not when beat first asks."""
    tasks.heartbeat()


def announce_worker(**_: object) -> None:
    processes.announce("worker")


def begin_beat(**_: object) -> None:
    setproctitle("hongyan: beat")
    processes.announce("beat")


signals.worker_ready.connect(name_worker)
signals.worker_process_init.connect(name_worker)
signals.worker_ready.connect(beat_at_once)
signals.worker_ready.connect(announce_worker)
signals.beat_init.connect(begin_beat)
