"""Phones register and unregister."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from push.actions import registering, unregistering
from push.doors import DeviceViewSet
from push.serializers.devices import (
    RegisterDevice,
    RegisteredShown,
    UnregisterDevice,
    UnregisteredShown,
)
from push.shapes.devices import registered_shown


class DevicesViewSet(DeviceViewSet):
    @extend_schema(request=RegisterDevice, responses=RegisteredShown)
    def register(self, request: Request) -> Response:
        made = registering.register(given=self.read(RegisterDevice), account=self.signed_in, by=self.caller)
        return Response(registered_shown(made))

    @extend_schema(parameters=[UnregisterDevice], responses={200: UnregisteredShown})
    def unregister(self, request: Request) -> Response:
        removed = unregistering.unregister(given=self.read_either(UnregisterDevice), by=self.caller)
        return Response({"removed": removed})
