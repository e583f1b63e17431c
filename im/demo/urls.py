"""Below `/demo/`; not part of the API."""

from django.urls import path

from im.demo import views

urlpatterns = [
    path("chat", views.page),
    path("chat/people", views.people),
]
