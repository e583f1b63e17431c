"""The one engine of this process, once there is something to send."""

from config.egress.engines import Running
from push import waking
from push.sending.engine import Engine
from push.vendors.wire import wire
from push.waking import LaneKey

_running: Running[LaneKey] = Running(lambda: Engine(wire()), waking.answer_here)
wake, started, stop = _running.wake, _running.started, _running.stop
