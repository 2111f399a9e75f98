"""The product's addresses and, only here, the smallest page that a signed-in person could be given."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from lms.urls import urlpatterns as product

_CONSTANT = '<!DOCTYPE html><html lang="ja"><head><title>職員研修</title></head><body><p>職員研修</p></body></html>'


@login_required
def smallest(request: HttpRequest) -> HttpResponse:
    """Session and user loaded, a constant template drawn: what no page can go below."""
    return HttpResponse(engines["django"].from_string(_CONSTANT).render({}, request))


urlpatterns = [path("bench/smallest/", smallest, name="smallest"), *product]
