from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "lms.certificates"
    verbose_name = "修了証書"
