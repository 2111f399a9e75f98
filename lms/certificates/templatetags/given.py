"""What pages of rooms below must say of papers that were given."""

from django import template
from django.db.models import Q, QuerySet

from lms.certificates.models import Certificate
from lms.records.models import Completion
from lms.records.recording import equivalents_prefix

register = template.Library()


@register.simple_tag
def papers_given_for(completion: Completion) -> QuerySet[Certificate]:
    """The 修了証書 that stand of a completion, and of what it counts as. One query."""
    counted = Q(
        completion__source=Completion.Source.EQUIVALENT,
        completion__source_id__startswith=equivalents_prefix(completion),
    )
    return (
        Certificate.objects.standing().filter(Q(completion=completion) | counted).select_related("batch").order_by("pk")
    )
