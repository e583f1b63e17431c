"""What became of pushes, from phones and from vendors, on the one URL."""

from typing import Any

import orjson
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.envelope import JSON
from config.api.parser import AnyParser, StrictJSONParser, bytes_of
from config.api.views import AlwaysJson
from push import receipts
from push.actions import receiving
from push.doors import DeviceViewSet
from push.serializers.receipts import FromVendor, ReceivedShown, ReceivePush


class JsonUnlessAVendors(AlwaysJson):
    def select_parser(self, request: Request, parsers: Any) -> BaseParser | None:
        chosen = super().select_parser(request, parsers)
        return parsers[1] if is_a_vendors(request) else chosen


class ReceiptsViewSet(DeviceViewSet):
    parser_classes = (StrictJSONParser, AnyParser)  # type: ignore[assignment]  # one more than the others have
    content_negotiation_class = JsonUnlessAVendors

    @extend_schema(request={JSON: ReceivePush}, responses=ReceivedShown)
    def receive(self, request: Request) -> HttpResponseBase:
        if is_a_vendors(request):
            return self._from_vendor(request)
        return Response(receiving.receive(app=self.app, said=self.read(ReceivePush)["events"]))

    def _from_vendor(self, request: Request) -> HttpResponseBase:
        given = self.read_query(FromVendor)
        receipts.keep(
            app=self.app,
            vendor=given["vendor"],
            sign=given["sig"],
            headers=request.headers,
            body=bytes_of(request),
            content_type=request.content_type or "",
        )
        return HttpResponse(orjson.dumps(receipts.THANKS), content_type=JSON)


def is_a_vendors(request: Request) -> bool:
    """Its URL names it, and is signed for it."""
    return not {"vendor", "sig"}.isdisjoint(request.query_params)
