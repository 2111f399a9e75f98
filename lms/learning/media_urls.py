"""Addresses of pictures, films and documents."""

from django.urls import path

from lms.learning.media import media

urlpatterns = [path("<path:path>", media, name="media")]
