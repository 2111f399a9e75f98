from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    verbose_name = "利用者"
