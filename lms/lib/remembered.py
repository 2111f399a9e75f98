"""What depends on nothing but its arguments is worked out once in a process: addresses, and small parts of pages.

Tags of every template: nearly every page names the same addresses and shows the same icons, links and banners.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=4096)
def address(name: str, *parts: object) -> str:
    """As `{% url %}`, for addresses of which there are few, each asked for often: pages, courses, chapters, tests."""
    return reverse(name, args=parts)


@register.simple_tag
@lru_cache(maxsize=4096, typed=True)
def drawn(part: str, /, **values: object) -> SafeString:
    """A part of a page from these values, and nothing else of the page. The values are plain and can be compared.

    By their types, too: what is safe as it stands is not taken for the same text that is not.
    """
    return render_to_string(part, values)
