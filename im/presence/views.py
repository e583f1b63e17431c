"""The doors of presence, rows 68 and 94. With Redis away they answer 503."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import AppAdminViewSet, InternalViewSet
from im.presence import serializers as shapes
from im.presence.states import presence, states


class StatesViewSet(AppAdminViewSet):
    @extend_schema(parameters=[shapes.AskStates], responses=shapes.StatesShown)
    def states(self, request: Request) -> Response:
        query = self.read_query(shapes.AskStates)
        return Response(states(self.app, query["userIds"], detail=query["detail"]))


class PresenceViewSet(InternalViewSet):
    @extend_schema(parameters=[shapes.AskUser], responses=shapes.PresenceShown)
    def retrieve(self, request: Request, user_id: str) -> Response:
        query = self.read_query(shapes.AskUser, userId=user_id)
        return Response(presence(query["appKey"], query["userId"]))
