"""Addresses of people who learn."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from lms.learning.views import (
    answering,
    enquiries,
    notes,
    one_by_one,
    printing,
    reading,
    search,
    sessions,
    sheet,
    surveys,
    testing,
)  # fmt: skip


class Code(StringConverter):
    """The code of a course or test; PostgreSQL takes no control characters in a text."""

    regex = r"[^/\x00-\x1f]+"


class Number(IntConverter):
    """The number of a row; more digits than this do not fit into a database's integer."""

    regex = "[0-9]{1,18}"


register_converter(Code, "code")
register_converter(Number, "number")

urlpatterns = [
    path("", reading.desk, name="desk"),
    path("search/", search.search, name="search"),
    path("glossary/", search.glossary, name="glossary"),
    path("faq/", enquiries.faq, name="faq"),
    path("questions/", enquiries.own_enquiries, name="own_enquiries"),
    path("enquiries/", answering.enquiries, name="enquiries"),
    path("enquiries/<number:pk>/", answering.enquiry, name="enquiry"),
    path("enquiries/<number:pk>/publish/", answering.enquiry_publish, name="enquiry_publish"),
    path("courses/<code:code>/", reading.course, name="course"),
    path("courses/<code:code>/chapters/<slug:key>/", reading.lesson, name="lesson"),
    path("courses/<code:code>/chapters/<slug:key>/note/", notes.note, name="note"),
    path("courses/<code:code>/chapters/<slug:key>/bookmark/", notes.bookmark, name="bookmark"),
    path("courses/<code:code>/chapters/<slug:key>/print/", printing.chapter_print, name="chapter_print"),
    path("courses/<code:code>/print/", printing.course_print, name="course_print"),
    path("notes/", notes.notes, name="notes"),
    path("notes/<number:pk>/delete/", notes.note_delete, name="note_delete"),
    path("notes/bookmarks/<number:pk>/remove/", notes.bookmark_remove, name="bookmark_remove"),
    path("courses/<code:code>/confirmation.pdf", reading.confirmation, name="confirmation"),
    path("courses/<code:code>/ask/", enquiries.enquiry_ask, name="enquiry_ask"),
    path("courses/<code:code>/survey/", surveys.survey, name="survey"),
    path("tests/<code:code>/", testing.quiz, name="quiz"),
    path("attempts/<number:pk>/", testing.attempt, name="attempt"),
    path("attempts/<number:pk>/questions/<number:position>/", one_by_one.question, name="attempt_question"),
    path("attempts/<number:pk>/save/", testing.save, name="attempt_save"),
    path("attempts/<number:pk>/confirm/", testing.confirm, name="attempt_confirm"),
    path("attempts/<number:pk>/submit/", testing.submit, name="attempt_submit"),
    path("attempts/<number:pk>/result/", testing.result, name="attempt_result"),
    path("sheet/", sheet.sheet, name="sheet"),
    path("sessions/", sessions.own_sessions, name="own_sessions"),
    path("sessions/<number:pk>/sign-up/", sessions.session_sign_up, name="session_sign_up"),
    path("sessions/<number:pk>/take-back/", sessions.session_take_back, name="session_take_back"),
]
