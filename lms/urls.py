"""Where every page is. Wagtail's own page serving is not mounted: only lms.learning shows content."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from lms.certificates.views import badges, cancelling, checking

urlpatterns = [
    path("accounts/", include("lms.accounts.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("check/", checking.paper_check, name="paper_check"),
    path("check/badges/issuer/", badges.badge_issuer, name="badge_issuer"),
    path("check/badges/keys/", badges.badge_keys, name="badge_keys"),
    path("check/badges/<str:public_id>/", badges.badge_status, name="badge_status"),
    # Short and in capitals, because it stands in the two-dimensional code on papers.
    path("C/<str:public_id>", checking.paper_code, name="paper_code"),
    path("learn/", include("lms.learning.urls")),
    path("media/", include("lms.learning.media_urls")),
    path("papers/", include("lms.certificates.urls")),
    path("people/", include("lms.people.urls")),
    path("plans/", include("lms.duties.urls")),
    path("records/<int:pk>/cancel/", cancelling.completion_cancel, name="completion_cancel"),
    path("records/", include("lms.records.urls")),
    path("record-files/", include("lms.importing.history.urls")),
    path("reports/", include("lms.reports.urls")),
    path("imports/", include("lms.importing.urls")),
    path("", include("lms.office.urls")),
]
