"""What the product's pages are held against: the smallest page that Django alone could give a signed-in person.

Session and user are loaded, a constant template is drawn.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines

ADDRESS = "/bench/smallest/"
# As `django-admin startproject` writes them.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SESSIONS = "django.contrib.sessions.backends.db"
BACKEND = "django.contrib.auth.backends.ModelBackend"
_PAGE = '<!DOCTYPE html><html lang="ja"><head><title>職員研修</title></head><body><p>職員研修</p></body></html>'


@login_required
def smallest(request: HttpRequest) -> HttpResponse:
    """A constant, through the template engine."""
    return HttpResponse(engines["django"].from_string(_PAGE).render({}, request))
