"""Where Django looks for the console's lists of more than one floor, and for tabs that ask several.

Django's groups of permissions are none of them: an operator's mandates say what he may.
"""

from django.contrib.admin import site
from django.contrib.auth.models import Group

from console.accounts.admin import AccountAdmin
from console.exports.admin import ExportAdmin
from console.messages.why import WHY
from console.people.admin import OperatorAdmin
from im.messages.admin import MessageAdmin

__all__ = ["AccountAdmin", "ExportAdmin", "OperatorAdmin"]

site.unregister(Group)
MessageAdmin.panels = [WHY, *MessageAdmin.panels]
