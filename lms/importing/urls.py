"""Addresses of this room."""

from django.urls import path

from lms.importing import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("<str:pk>/", views.import_preview, name="import_preview"),
    path("<str:pk>/apply/", views.import_apply, name="import_apply"),
]
