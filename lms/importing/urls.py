"""Addresses of this room."""

from django.urls import path

from lms.importing.views import names, steps

urlpatterns = [
    path("", steps.imports, name="imports"),
    path("names/", names.gaiji_names, name="gaiji_names"),
    path("names/<int:pk>/", names.gaiji_name, name="gaiji_name"),
    path("<str:pk>/", steps.import_preview, name="import_preview"),
    path("<str:pk>/check/", steps.import_check, name="import_check"),
    path("<str:pk>/columns/", steps.import_columns, name="import_columns"),
    path("<str:pk>/apply/", steps.import_apply, name="import_apply"),
    path("<str:pk>/undo/", steps.import_undo, name="import_undo"),
]
