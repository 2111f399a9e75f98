"""Our own image and document models: private files, reached only through the signed-in media view."""

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class LessonImage(AbstractImage):
    """A picture of a lesson."""

    admin_form_fields = WagtailImage.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = verbose_name_plural = "画像"
        permissions = [("choose_image", "画像を選択できる")]


class LessonRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(LessonImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class LessonDocument(AbstractDocument):
    """A file or video of a lesson."""

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = verbose_name_plural = "文書"
        permissions = [("choose_document", "文書を選択できる")]
