"""Sign-in, sign-out and one's own password; nothing else of allauth is reachable."""

from allauth.account import views
from django.urls import path

from lms.accounts.views import session

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("session/", session, name="account_session"),
    path("password/", views.password_change, name="account_change_password"),
]
