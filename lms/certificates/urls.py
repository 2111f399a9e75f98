"""Addresses of this room."""

from django.urls import path

from lms.certificates.views import department, given, personal, register, report

urlpatterns = [
    path("", personal.papers, name="papers"),
    path("confirm/", personal.papers_confirm, name="papers_confirm"),
    path("give/", personal.papers_give, name="papers_give"),
    path("samples/<int:pk>/", personal.paper_sample, name="paper_sample"),
    path("departments/", department.department_papers, name="department_papers"),
    path("departments/confirm/", department.department_papers_confirm, name="department_papers_confirm"),
    path("departments/give/", department.department_papers_give, name="department_papers_give"),
    path(
        "departments/samples/<int:year>/<str:subject>/<int:department>/",
        department.department_paper_sample,
        name="department_paper_sample",
    ),
    path("batches/<int:pk>/", given.paper_batch, name="paper_batch"),
    path("batches/<int:pk>/draw/", given.paper_batch_draw, name="paper_batch_draw"),
    path("batches/<int:pk>/zip/", given.paper_batch_zip, name="paper_batch_zip"),
    path("register/", given.paper_register, name="paper_register"),
    path("register/<int:pk>/", register.paper_record, name="paper_record"),
    path("register/<int:pk>/reissue/", register.paper_reissue, name="paper_reissue"),
    path("register/<int:pk>/revoke/", register.paper_revoke, name="paper_revoke"),
    path("reports/<int:year>/<str:course>/<str:department>/", report.status_report, name="status_report"),
    path("<int:pk>/", given.paper_file, name="paper_file"),
]
