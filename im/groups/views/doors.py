"""What the doors of groups have in common: who acts, and in which group."""

from collections.abc import Mapping
from typing import Any

from accounts.doors import AccountViewSet
from accounts.models import Account
from accounts.permissions import IsAppAdmin
from config.api.errors import Refusal
from im.groups.serializers.groups import OneGroup


class GroupViewSet(AccountViewSet):
    denied: Mapping[str, Refusal] = {}  # by userId, whom the app's moderator did not let in

    def acting(self) -> Account | None:
        """Who acts: none where the app's server or an operator names nobody by `actAs`."""
        nobody = self.caller.account is None and "actAs" not in self.request.query_params
        return None if nobody else self.actor()

    def whose(self) -> dict[str, Any]:
        return {"account": self.acting(), "by": self.caller}

    def group_id(self, group_id: str) -> str:
        checked: str = self.read_path(OneGroup, groupId=group_id)["groupId"]
        return checked


class ServerGroupViewSet(GroupViewSet):
    """The server's door: A, S and T only."""

    def get_permissions(self) -> list[Any]:
        return [IsAppAdmin()]
