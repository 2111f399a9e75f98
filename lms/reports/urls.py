"""Addresses of this room."""

from django.urls import path

from lms.reports.views import departments, overview, own, people, person

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("departments/", departments.department_report, name="department_report"),
    path("people/", people.report_people, name="report_people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("own/", own.department_table, name="department_table"),
]
