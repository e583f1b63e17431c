"""Where the demo listens: PORT for HTTP, the next one for the gateway."""

import os
import socket
from dataclasses import dataclass


class Taken(Exception):
    """Somebody listens there already, or the environment names no port."""


@dataclass(frozen=True, slots=True)
class Addresses:
    host: str
    port: int
    gateway_port: int

    @classmethod
    def from_environment(cls) -> "Addresses":
        named = os.environ.get("PORT") or "8000"
        if not named.isdigit() or not 0 < int(named) < 65535:
            raise Taken(f"PORT must be a number from 1 to 65534, not {named!r}")
        gateway = os.environ.get("GATEWAY_PORT") or str(int(named) + 1)
        return cls(os.environ.get("HOST") or "127.0.0.1", int(named), int(gateway))

    @property
    def near(self) -> str:
        """The address to reach ourselves at: 0.0.0.0 is one to listen on, not one to call."""
        return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104

    @property
    def base(self) -> str:
        return f"http://{self.near}:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        return {
            "HOST": self.host,
            "PORT": str(self.port),
            "GATEWAY_PORT": str(self.gateway_port),
            "HONGYAN_BASE_URL": os.environ.get("HONGYAN_BASE_URL") or self.base,
            "HONGYAN_WS_URL": os.environ.get("HONGYAN_WS_URL")
            or f"ws://{self.near}:{self.gateway_port}/ws/im",
        }

    def require_free(self) -> None:
        for port in (self.port, self.gateway_port):
            with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((self.host, port))
                except OSError as problem:
                    why = f"{self.host}:{port} cannot be had ({problem.strerror}); try PORT=8100"
                    raise Taken(why) from None

    def gateway_accepts(self) -> bool:
        try:
            socket.create_connection((self.near.strip("[]"), self.gateway_port), timeout=1).close()
        except OSError:
            return False
        return True
