"""Valkey (or Redis) as a child process: on a unix socket only, everything it is told also in a file."""

import socket
from urllib.parse import quote, unquote, urlsplit

from config.embedded.binaries import Programs
from config.embedded.child import Child
from config.embedded.places import Places, mark
from config.embedded.postgres import environ

LOADING = 300


def prepare(places: Places, programs: Programs, *, fast: bool) -> Child:
    places.valkey_socket.unlink(missing_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(places.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(places.data / "valkey"),
        "appendonly": "no" if fast else "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "proc-title-template": f"{{title}} {mark(places.data)}",
        "daemonize": "no",
    }
    command = [str(programs.path)]
    for name, value in options.items():
        command += [f"--{name}", value]
    return Child("valkey", command, places.data / "log" / "valkey.log", environ())


def wait(child: Child, places: Places) -> None:
    child.wait_until(lambda: ready(url(places)), within=LOADING)


def url(places: Places) -> str:
    return f"unix://{quote(str(places.valkey_socket))}?db=0"


def ready(url: str) -> bool:
    """While it still loads its file it answers, but not +PONG."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(unquote(urlsplit(url).path))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False
