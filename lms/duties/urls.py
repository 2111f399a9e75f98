"""Addresses of the training plans."""

from django.urls import path

from lms.duties import views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/requirements/", views.requirement, name="plan_requirement"),
    path("<int:pk>/approve/", views.approve, name="plan_approve"),
    path("<int:pk>/start/", views.begin, name="plan_start"),
]
