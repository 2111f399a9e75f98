from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lms.people"
    verbose_name = "職員"
