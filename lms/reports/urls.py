"""Addresses of this room."""

from django.urls import path

from lms.reports.annual import views as annual
from lms.reports.chain import views as chain
from lms.reports.outside import views as outside
from lms.reports.views import (
    departments,
    history,
    lists,
    overview,
    own,
    own_lists,
    people,
    person,
    saved,
    surveys,
)

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("overview/views/", saved.overview_keep, name="overview_keep"),
    path("overview/views/<int:pk>/forget/", saved.overview_forget, name="overview_forget"),
    path("departments/", departments.department_report, name="department_report"),
    path("people/", people.report_people, name="report_people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("lists/<int:pk>/", lists.report_list, name="report_list"),
    path("lists/<int:pk>/file/", lists.report_list_file, name="report_list_file"),
    path("lists/<int:pk>/stop/", lists.report_list_stop, name="report_list_stop"),
    path("lists/<int:pk>/again/", lists.report_list_again, name="report_list_again"),
    path("history/", history.training_history, name="training_history"),
    path("own/", own.department_table, name="department_table"),
    path("own/lists/", own_lists.own_list, name="own_list"),
    path("surveys/", surveys.survey_results, name="survey_results"),
    path("surveys/<int:year>/<int:pk>/", surveys.survey_result, name="survey_result"),
    path("surveys/<int:year>/<int:pk>/named/", surveys.survey_named, name="survey_named"),
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
