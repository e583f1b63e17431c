"""Below `/demo/`; not part of the API."""

from django.urls import path

from webhooks.inbox import views

urlpatterns = [
    path("inbox", views.page),
    path("inbox/arrived", views.arrived),
    path("inbox/hook", views.hook),
    path("inbox/happen", views.happen),
]
