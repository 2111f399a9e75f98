"""A file as an answer, and whether one is asked for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from lms.reports.asking import Asked
from lms.reports.exporting import File
from lms.reports.forms import FileForm


def figures_wanted(request: HttpRequest, found: Asked) -> FileForm:
    """Which file of figures the address names, if any. Of what may not be asked there is none."""
    files = FileForm(request.GET if "format" in request.GET else None)
    if files.is_bound and (found.question is None or "format" in files.errors):
        raise Http404
    return files


def file_response(file: File) -> HttpResponse:
    """To be kept, never shown inside the browser."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    return response
