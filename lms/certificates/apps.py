from django.apps import AppConfig
from django.core.checks import Tags, register

from lms.certificates.checks import check_signing


class CertificatesConfig(AppConfig):
    name = "lms.certificates"
    verbose_name = "修了証書"

    def ready(self) -> None:
        register(check_signing, Tags.security, deploy=True)
