from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "lms.office"
    verbose_name = "運用"
