"""`admin`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from hongyan.calls import Call
from hongyan.rows.admin_flagged import AdminFlagged, AsyncAdminFlagged
from hongyan.rows.admin_global_mute import AdminGlobalMute, AsyncAdminGlobalMute
from hongyan.rows.admin_groups import AdminGroups, AsyncAdminGroups
from hongyan.rows.admin_keyword_filters import AdminKeywordFilters, AsyncAdminKeywordFilters
from hongyan.rows.admin_messages import AdminMessages, AsyncAdminMessages
from hongyan.rows.admin_operation_logs import AdminOperationLogs, AsyncAdminOperationLogs
from hongyan.rows.admin_settings import AdminSettings, AsyncAdminSettings
from hongyan.rows.admin_users import AdminUsers, AsyncAdminUsers
from hongyan.rows.admin_webhook_alerts import AdminWebhookAlerts, AsyncAdminWebhookAlerts
from hongyan.rows.admin_webhook_deliveries import AdminWebhookDeliveries, AsyncAdminWebhookDeliveries
from hongyan.rows.admin_webhooks import AdminWebhooks, AsyncAdminWebhooks


class Admin:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self.flagged = AdminFlagged(do)
        self.global_mute = AdminGlobalMute(do)
        self.groups = AdminGroups(do)
        self.keyword_filters = AdminKeywordFilters(do)
        self.messages = AdminMessages(do)
        self.operation_logs = AdminOperationLogs(do)
        self.settings = AdminSettings(do)
        self.users = AdminUsers(do)
        self.webhook_alerts = AdminWebhookAlerts(do)
        self.webhook_deliveries = AdminWebhookDeliveries(do)
        self.webhooks = AdminWebhooks(do)


class AsyncAdmin:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self.flagged = AsyncAdminFlagged(do)
        self.global_mute = AsyncAdminGlobalMute(do)
        self.groups = AsyncAdminGroups(do)
        self.keyword_filters = AsyncAdminKeywordFilters(do)
        self.messages = AsyncAdminMessages(do)
        self.operation_logs = AsyncAdminOperationLogs(do)
        self.settings = AsyncAdminSettings(do)
        self.users = AsyncAdminUsers(do)
        self.webhook_alerts = AsyncAdminWebhookAlerts(do)
        self.webhook_deliveries = AsyncAdminWebhookDeliveries(do)
        self.webhooks = AsyncAdminWebhooks(do)
