from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "lms.importing"
    verbose_name = "取込み"
