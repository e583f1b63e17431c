"""`push.admin`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan.calls import Call
from hongyan.rows.push_admin_credentials import AsyncPushAdminCredentials, PushAdminCredentials
from hongyan.rows.push_admin_tasks import AsyncPushAdminTasks, PushAdminTasks
from hongyan.rows.push_admin_templates import AsyncPushAdminTemplates, PushAdminTemplates


class PushAdmin:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self.credentials = PushAdminCredentials(do)
        self.tasks = PushAdminTasks(do)
        self.templates = PushAdminTemplates(do)


class AsyncPushAdmin:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self.credentials = AsyncPushAdminCredentials(do)
        self.tasks = AsyncPushAdminTasks(do)
        self.templates = AsyncPushAdminTemplates(do)
