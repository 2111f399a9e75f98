"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts come from the staff file; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
