"""Below `/demo/`; not part of the API."""

from django.urls import path

from push.phones import views

urlpatterns = [
    path("phones", views.page),
    path("phones/rung", views.rung),
    path("phones/happen", views.happen),
    path("phones/uninstall", views.uninstall),
    path("phones/install", views.install),
]
