"""Addresses of this room."""

from django.urls import path

from lms.certificates.views import badges, bundles, department, given, personal, register, reissuing_many, report

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
    path("batches/<int:pk>/stop/", given.paper_batch_stop, name="paper_batch_stop"),
    path("batches/<int:pk>/giving/stop/", given.paper_giving_stop, name="paper_giving_stop"),
    path("batches/<int:pk>/giving/continue/", given.paper_giving_continue, name="paper_giving_continue"),
    path("batches/<int:pk>/bundle/", bundles.paper_batch_bundle, name="paper_batch_bundle"),
    path("bundles/", bundles.paper_bundles, name="paper_bundles"),
    path("bundles/<int:pk>/", bundles.paper_bundle, name="paper_bundle"),
    path("bundles/<int:pk>/stop/", bundles.paper_bundle_stop, name="paper_bundle_stop"),
    path("bundles/<int:pk>/continue/", bundles.paper_bundle_continue, name="paper_bundle_continue"),
    path("bundles/<int:pk>/file/", bundles.paper_bundle_file, name="paper_bundle_file"),
    path("batches/<int:pk>/reissue/", reissuing_many.paper_batch_reissue, name="paper_batch_reissue"),
    path("own/", badges.own_papers, name="own_papers"),
    path("own/<int:pk>/badge/", badges.own_badge, name="own_badge"),
    path("register/reissue/", reissuing_many.paper_register_reissue, name="paper_register_reissue"),
    path("register/bundle/", bundles.paper_register_bundle, name="paper_register_bundle"),
    path("register/", given.paper_register, name="paper_register"),
    path("register/<int:pk>/", register.paper_record, name="paper_record"),
    path("register/<int:pk>/reissue/", register.paper_reissue, name="paper_reissue"),
    path("register/<int:pk>/revoke/", register.paper_revoke, name="paper_revoke"),
    path("register/<int:pk>/anew/", register.paper_anew, name="paper_anew"),
    path("reports/<int:year>/<str:course>/<str:department>/", report.status_report, name="status_report"),
    path("<int:pk>/", given.paper_file, name="paper_file"),
]
