"""The door of what a user wishes of pushes."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.acting import logged_for_user
from accounts.doors import AccountViewSet
from accounts.models import OperatorRole
from push.actions import preferring
from push.serializers import preferences as kinds
from push.shapes import preferences as shapes


class PreferencesViewSet(AccountViewSet):
    mandates = {"change": OperatorRole.SUPPORT}

    @extend_schema(responses=kinds.PreferencesShown)
    def show(self, request: Request) -> Response:
        return Response(shapes.of_account(self.actor()))

    @extend_schema(request=kinds.ChangePreferences, responses=kinds.PreferencesShown)
    @logged_for_user("PUSH_PREFERENCES_UPDATE")
    def change(self, request: Request) -> Response:
        actor, given = self.actor(), self.read(kinds.ChangePreferences)
        return Response(shapes.preference_shown(preferring.prefer(account=actor, given=given)))
