"""A gateway process from start to end."""

import asyncio
import gc
import resource
import signal

import structlog
import uvloop
from django.conf import settings

from config import env, processes
from im.realtime.gateway import Gateway
from im.realtime.server import open_door

log = structlog.get_logger(__name__)


def run() -> None:
    _allow_many_files()
    uvloop.run(_serve())


async def _serve() -> None:
    ended = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    gateway = Gateway()
    await gateway.start()
    door = await open_door(gateway, env.text("HOST", "127.0.0.1"), settings.GATEWAY_PORT)
    gc.collect()
    gc.freeze()  # what was imported needs not be looked through again
    processes.announce("gateway", lambda: len(gateway.sockets))
    log.info("gateway_started", port=settings.GATEWAY_PORT, node=gateway.node_id)
    await ended.wait()
    door.close()
    await gateway.stop()
    log.info("gateway_stopped")


def _allow_many_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
