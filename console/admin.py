"""Django's groups of permissions are none of the console's: an operator's mandates say what he may."""

from django.contrib.admin import site
from django.contrib.auth.models import Group

site.unregister(Group)
