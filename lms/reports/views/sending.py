"""A file as an answer."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from lms.reports.exporting import File


def file_response(file: File) -> HttpResponse:
    """To be kept, never shown inside the browser."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    return response
