"""The table of doors: the API by app, the console, the probes."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView

from config import probes
from config.api import handler

urlpatterns = [
    path("api/im/", include("im.urls")),
    path("api/im/", include("webhooks.urls")),
    path("api/push/", include("push.urls")),
    path("api/platform/", include("accounts.urls.platform")),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerView.as_view(url_name="schema")),
    path("api/redoc", SpectacularRedocView.as_view(url_name="schema")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("demo/", include("webhooks.inbox.urls")),
    path("demo/", include("push.phones.urls")),
    path("demo/", include("im.demo.urls")),
    path("healthz", probes.healthz),
    path("readyz", probes.readyz),
    path("metrics", probes.metrics),
]
handler400 = handler.handler400
handler403 = handler.handler403
handler404 = handler.handler404
handler500 = handler.handler500
