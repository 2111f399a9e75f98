"""Addresses of files of completions and of drills."""

from django.urls import path

from lms.importing.history import views as history_views

urlpatterns = [
    path("completions/", history_views.completion_files, name="completion_files"),
    path("drills/<int:pk>/", history_views.drill_files, name="drill_files"),
    path("<int:pk>/", history_views.records_file, name="records_file"),
    path("<int:pk>/read/", history_views.records_file_read, name="records_file_read"),
    path("<int:pk>/apply/", history_views.records_file_apply, name="records_file_apply"),
]
