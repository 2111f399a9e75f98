"""Addresses of people who learn."""

from django.urls import path

from lms.learning.views import reading, sheet, testing

urlpatterns = [
    path("", reading.desk, name="desk"),
    path("courses/<str:code>/", reading.course, name="course"),
    path("courses/<str:code>/chapters/<slug:key>/", reading.lesson, name="lesson"),
    path("courses/<str:code>/confirmation.pdf", reading.confirmation, name="confirmation"),
    path("tests/<str:code>/", testing.quiz, name="quiz"),
    path("attempts/<int:pk>/", testing.attempt, name="attempt"),
    path("attempts/<int:pk>/save/", testing.save, name="attempt_save"),
    path("attempts/<int:pk>/confirm/", testing.confirm, name="attempt_confirm"),
    path("attempts/<int:pk>/submit/", testing.submit, name="attempt_submit"),
    path("attempts/<int:pk>/result/", testing.result, name="attempt_result"),
    path("sheet/", sheet.sheet, name="sheet"),
]
