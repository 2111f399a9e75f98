"""Who may sign in."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account. `username` is the 職員番号, a string; who the person is stands in lms.people."""

    first_name = None
    last_name = None
    name = models.CharField("氏名", max_length=100, blank=True)
    active_until = models.DateField("利用期限", null=True, blank=True)
    password_is_temporary = models.BooleanField("仮パスワード", default=False)
    previous_login = models.DateTimeField("前回のログイン", null=True, blank=True)

    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = verbose_name_plural = "利用者"

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def may_sign_in(self, on: date) -> bool:
        """People who have left keep their records but not their sign-in."""
        return self.is_active and (self.active_until is None or on <= self.active_until)
