from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "lms.reports"
    verbose_name = "報告"
