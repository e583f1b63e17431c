"""`push`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan.calls import Call
from hongyan.rows.push_admin import AsyncPushAdmin, PushAdmin


class Push:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self.admin = PushAdmin(do)


class AsyncPush:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self.admin = AsyncPushAdmin(do)
