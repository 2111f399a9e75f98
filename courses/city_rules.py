"""What a city decides for itself and lessons only show: whom to call, whether USB sticks are allowed.

Another city changes these rows, not the lessons.
"""

from django.db import models
from wagtail.fields import RichTextField

from lms.people.roles import Office

FEATURES = ("bold", "ul", "ol")


class CityRule(models.Model):
    """One matter on which each city has rules of its own. Lessons name it by `key`."""

    key = models.CharField("記号", max_length=20, unique=True, help_text="章の「本市の決まり」は、この記号で選びます。")
    title = models.CharField("見出し", max_length=60)
    office = models.CharField("担当", max_length=20, choices=Office)
    body = RichTextField("内容", features=FEATURES)

    class Meta:
        verbose_name = verbose_name_plural = "本市の決まり"
        ordering = ["office", "key"]

    def __str__(self) -> str:
        return self.title


def rule_choices() -> list[tuple[str, str]]:
    """What an editor chooses from."""
    return list(CityRule.objects.values_list("key", "title"))


def rule_of(key: str) -> CityRule | None:
    """None: nobody has said anything on the matter (yet)."""
    return CityRule.objects.filter(key=key).first()
