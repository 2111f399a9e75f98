"""Addresses of the training plans, what they ask, and the exemptions."""

from django.urls import path

from lms.duties.views import changes, exemptions, plans, routes, rules

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/print/", plans.plan_print, name="plan_print"),
    path("<int:pk>/copy/", plans.copy, name="plan_copy"),
    path("<int:pk>/answer/", plans.issues, name="plan_answer"),
    path("<int:pk>/approve/", plans.approve, name="plan_approve"),
    path("<int:pk>/circular/", plans.circular, name="plan_circular"),
    path("<int:pk>/start/", plans.begin, name="plan_start"),
    path("<int:pk>/update/", plans.update, name="plan_update"),
    path("<int:pk>/report/", plans.report, name="plan_report"),
    path("<int:pk>/route/", routes.route, name="plan_route"),
    path("<int:pk>/close/", plans.close, name="plan_close"),
    path("<int:pk>/requirements/", rules.requirement_add, name="plan_requirement"),
    path("requirements/<int:pk>/people/", rules.requirement_people, name="requirement_people"),
    path("requirements/<int:pk>/change/", changes.requirement_change, name="requirement_change"),
    path("requirements/<int:pk>/remove/", rules.requirement_remove, name="requirement_remove"),
    path("requirements/<int:pk>/retake/", rules.requirement_retake, name="requirement_retake"),
    path("exemptions/", exemptions.exemptions, name="exemptions"),
    path("exemptions/given/", exemptions.exemptions_given, name="exemptions_given"),
    path("exemptions/new/", exemptions.exemption_give, name="exemption_give"),
    path("exemptions/asking/<int:pk>/", exemptions.exemption_ask, name="exemption_ask"),
    path("exemptions/<int:pk>/decision/", exemptions.exemption_decide, name="exemption_decide"),
    path("exemptions/given/<int:pk>/withdrawal/", exemptions.exemption_withdraw, name="exemption_withdraw"),
]
