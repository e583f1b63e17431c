"""Ports for servers that a test starts, and starts again."""

import socket
from random import randrange


def two_free_ports() -> int:
    """The first of two neighbours. Below those that the kernel gives to outgoing connections: another test's
    could take one between this look and the server's start, and whoever tried whether ours is open could be
    connected to himself.
    """
    while True:
        number = randrange(10_000, 32_000)
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", number))
                second.bind(("127.0.0.1", number + 1))
            except OSError:
                continue
            return number
