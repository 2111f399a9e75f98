"""What a page's script asks about the session."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from lms.accounts.middleware import prolong


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """Whose session this browser has (null: nobody's), for how many seconds, and the token that its forms need.

    A POST prolongs it. Open to everybody: it tells no more than the browser's own cookie does.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"person": None, "seconds": 0, "token": get_token(request)})
    if request.method == "POST":
        prolong(request)
    return JsonResponse({"person": request.user.pk, "seconds": request.idle_seconds, "token": get_token(request)})
