"""The door of what was flagged: to be looked at, and decided on."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet
from accounts.models import OperatorRole
from im.messages import actions
from im.moderation import lists, shapes
from im.moderation.serializers import flagged as kinds


class FlaggedViewSet(AppAdminViewSet):
    mandates = {"review": OperatorRole.SUPPORT}

    @extend_schema(
        operation_id="im_admin_flagged_list", parameters=[kinds.ListFlagged], responses=kinds.FlaggedFeedShown
    )
    def feed(self, request: Request) -> Response:
        return Response(lists.flagged_feed(self.app, **self.read_query(kinds.ListFlagged)))

    @extend_schema(request=kinds.ReviewFlagged, responses={200: kinds.FlaggedShown})
    def review(self, request: Request, /, **path: str) -> Response:
        key, asked = self.read_path(kinds.OneFlagged, **path)["id"], self.read(kinds.ReviewFlagged)
        row = actions.review(
            app=self.app,
            flagged_id=key,
            decision=asked["decision"],
            reason=asked.get("reason", ""),
            mute_seconds=asked.get("muteSeconds"),
            by=self.caller,
        )
        return Response(shapes.flagged_shown(row))
