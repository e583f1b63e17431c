"""The internal door at which a token is looked up."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.app_keys import app_named
from accounts.doors import InternalViewSet
from push.diagnostics import search
from push.serializers.diagnostics import AskToken, MatchesShown
from push.shapes.diagnostics import match_shown


class DiagnosticsViewSet(InternalViewSet):
    @extend_schema(parameters=[AskToken], responses=MatchesShown)
    def search(self, request: Request) -> Response:
        query = self.read_query(AskToken)
        app, vendor = app_named(request), query.get("vendor")
        matches = search(token=query["token"], app=app, vendor=vendor, logs=query["logs"])
        return Response({"matches": [match_shown(match) for match in matches], "count": len(matches)})
