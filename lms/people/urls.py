"""Addresses of the organisation, its people, their roles and accounts."""

from django.urls import path

from lms.people.views import accounts, departments, employees, postings, roles

urlpatterns = [
    path("", employees.employees, name="employees"),
    path("external/", employees.external_admit, name="external_admit"),
    path("<int:pk>/names/", employees.employee_names, name="employee_names"),
    path("<int:pk>/retirement/", employees.employee_retire, name="employee_retire"),
    path("<int:pk>/expiry/", employees.employee_expiry, name="employee_expiry"),
    path("<int:pk>/transfer/", postings.posting_transfer, name="posting_transfer"),
    path("<int:pk>/postings/", postings.posting_add, name="posting_add"),
    path("postings/<int:pk>/end/", postings.posting_end, name="posting_end"),
    path("postings/<int:pk>/withdrawal/", postings.posting_withdraw, name="posting_withdraw"),
    path("<int:pk>/leaves/", postings.leave_add, name="leave_add"),
    path("leaves/<int:pk>/end/", postings.leave_end, name="leave_end"),
    path("leaves/<int:pk>/withdrawal/", postings.leave_withdraw, name="leave_withdraw"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.department_found, name="department_found"),
    path("departments/<int:pk>/", departments.department, name="department"),
    path("departments/<int:pk>/change/", departments.department_change, name="department_change"),
    path("departments/<int:pk>/merger/", departments.department_merge, name="department_merge"),
    path("departments/<int:pk>/split/", departments.department_split, name="department_split"),
    path("departments/<int:pk>/closure/", departments.department_close, name="department_close"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.role_give, name="role_give"),
    path("roles/<int:pk>/end/", roles.role_end, name="role_end"),
    path("roles/<int:pk>/withdrawal/", roles.role_withdraw, name="role_withdraw"),
    path("accounts/", accounts.account_review, name="account_review"),
    path("accounts/<int:pk>/stop/", accounts.account_stop, name="account_stop"),
]
