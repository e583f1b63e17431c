"""The pages about operators: one's own, and who came in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from accounts.console.current import operator_of
from accounts.console.pages import ConsolePage
from config.api.errors import BadParameter
from console.people.account import MyAccount, OwnPassword, TwoFactor
from console.people.tables import sign_ins

SHOWN = 50


class SignIns(ConsolePage):
    path = "sign-ins/"
    name = "sign_ins"
    title = _("Sign-ins")
    icon = "login"
    needs_app = False
    template_name = "people/sign_ins.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Of all operators, whatever their apps."""
        if not operator_of(request).is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET
        who = words.get("operator", "").replace("\0", "").strip()[:150]
        asked = {"operatorId": who} if who else {}
        try:
            table, following = sign_ins(asked, SHOWN, words.get("cursor") or None)
        except BadParameter:  # a cursor that is none of ours
            table, following = sign_ins(asked, SHOWN)
        return super().get_context_data(table=table, following=following, who=who, **kwargs)


PAGES: list[type[ConsolePage]] = [MyAccount, OwnPassword, TwoFactor, SignIns]
