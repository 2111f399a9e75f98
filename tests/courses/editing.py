"""What editors do, for tests: whose tree is whose, and what a form of a chapter sends."""

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.models import LessonPage
from lms.people.roles import Role

DX, SECURITY = "D-01", "S-01"
KEYS = {DX: "01-why", SECURITY: "02-password"}
OWN = {
    Role.DX_OFFICE: DX, Role.DX_AUTHOR: DX, Role.SECURITY_OFFICE: SECURITY, Role.SECURITY_AUTHOR: SECURITY,
}  # fmt: skip
OTHER = {role: SECURITY if own == DX else DX for role, own in OWN.items()}
OFFICES = (Role.DX_OFFICE, Role.SECURITY_OFFICE)
AUTHORS = (Role.DX_AUTHOR, Role.SECURITY_AUTHOR)


def lesson(code):
    return LessonPage.objects.get(key=KEYS[code])


def edit_url(code):
    return reverse("wagtailadmin_pages:edit", args=[lesson(code).pk])


def form(page, title="書き換えた題", **more):
    body = streamfield([("text", rich_text("<p>書き換えた文</p>"))])
    fields = {"title": title, "key": page.key, "minutes": page.minutes, "body": body, "comments": no_comments()}
    return nested_form_data(fields | more)


def no_comments():
    return {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


def draft_title(page):
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object().title
