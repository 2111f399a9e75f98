from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "lms.duties"
    verbose_name = "受講対象"
