"""The web process: granian serves this in WSGI mode."""

import os
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application

from config import processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Request(WSGIRequest):
    """Bears what Django's own request does not: a hostile Content-Type, a body without a Content-Length."""

    def __init__(self, environ: dict[str, Any]) -> None:
        _measure_body(environ)
        super().__init__(environ)

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Only the bare media type: a charset of the caller's choosing would decode our query, or fail to."""
        self.content_type = meta.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        self.content_params = {}


def _measure_body(environ: dict[str, Any]) -> None:
    """A chunked body has no length, and would pass for none: it is read, up to a byte over the cap."""
    length = environ.get("CONTENT_LENGTH", "")
    if length.isascii() and length.isdigit():
        return
    if "HTTP_TRANSFER_ENCODING" not in environ and not length:
        return
    body = environ["wsgi.input"].read(settings.MAX_BODY_BYTES + 1)
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))


WSGIHandler.request_class = Request
application = get_wsgi_application()
processes.announce("web")
