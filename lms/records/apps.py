from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "lms.records"
    verbose_name = "修了記録"
