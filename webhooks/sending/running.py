"""The one engine of this process, once there is something to send."""

from config.egress import loop
from config.egress.engines import Running
from webhooks import waking
from webhooks.sending.engine import Engine

_running: Running[int] = Running(lambda: Engine(loop.client()), waking.answer_here)
wake, started, stop = _running.wake, _running.started, _running.stop
