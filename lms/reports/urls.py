"""Addresses of this room."""

from django.urls import path

from lms.reports.annual import views as annual
from lms.reports.chain import views as chain
from lms.reports.outside import views as outside
from lms.reports.views import departments, overview, own, people, person

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("departments/", departments.department_report, name="department_report"),
    path("people/", people.report_people, name="report_people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("own/", own.department_table, name="department_table"),
    path("outside/", outside.outside_figures, name="outside_figures"),
    path("annual/", annual.annual_reports, name="annual_reports"),
    path("annual/<int:pk>/", annual.annual, name="annual_report"),
    path("annual/<int:pk>/past/", annual.past, name="annual_past"),
    path("annual/<int:pk>/file/", annual.annual_file, name="annual_report_file"),
    path("chain/", chain.chains, name="report_chains"),
    path("chain/<int:pk>/", chain.chain, name="report_chain"),
    path("chain/<int:pk>/circular/", chain.circular, name="report_circular"),
    path("chain/<int:pk>/frozen/", chain.freeze_now, name="report_freeze"),
    path("chain/<int:pk>/departments/<str:code>/", chain.department, name="department_report_confirm"),
    path(
        "chain/<int:pk>/departments/<str:code>/<int:version>/", chain.confirmed_pdf, name="department_report_confirmed"
    ),
    path("chain/frozen/<int:pk>/", chain.frozen, name="frozen_report"),
    path("chain/frozen/<int:pk>/pdf/", chain.pdf_of_frozen, name="frozen_report_pdf"),
    path("chain/frozen/<int:pk>/step/", chain.step, name="report_step"),
]
