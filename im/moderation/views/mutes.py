"""The door of the mutes, rows 90 and 91."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.mandates import require
from accounts.models import OperatorRole
from im.moderation import actions, lists
from im.moderation.serializers import mutes as kinds


class GlobalMuteViewSet(AppAdminViewSet):
    """Support mutes single users; who silences a whole app runs it."""

    mandates = {"change": OperatorRole.SUPPORT}

    @extend_schema(parameters=[kinds.ShowMute], responses=kinds.MuteShown)
    def show(self, request: Request) -> Response:
        query = self.read_query(kinds.ShowMute)
        if "userId" in query:
            return Response(lists.account_state(self.app, query["userId"]))
        if query.get("muted"):
            return Response(lists.muted_page(self.app, page=query["page"], size=query["size"]))
        return Response(lists.app_state(self.app))

    @extend_schema(request=kinds.ChangeMute, responses=kinds.MuteChangedShown)
    def change(self, request: Request) -> Response:
        asked = self.read(kinds.ChangeMute)
        if "enabled" in asked:
            if self.caller.role == "T":
                require(self.caller.mandate, OperatorRole.OPERATOR)
            return Response(actions.mute_app(app=self.app, by=self.caller, **asked_of_app(asked)))
        user_ids = asked.get("userIds") or [asked["userId"]]
        durations = asked_of_accounts(asked)
        reason = asked.get("reason", "")
        shown = actions.mute_accounts(
            app=self.app, user_ids=user_ids, durations=durations, reason=reason, by=self.caller
        )
        return Response(shown[0] if "userId" in asked else {"items": shown})


def asked_of_app(asked: dict[str, Any]) -> dict[str, Any]:
    names = ("enabled", "scopes", "duration", "whitelist", "reason")
    return {name: asked[name] for name in names if name in asked}


def asked_of_accounts(asked: dict[str, Any]) -> dict[str, int]:
    names = {"singleDuration": "single_until", "groupDuration": "group_until"}
    return {column: asked[name] for name, column in names.items() if name in asked}
