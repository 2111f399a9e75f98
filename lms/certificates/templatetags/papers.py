"""What the templates of papers need."""

from django import template

register = template.Library()


@register.filter
def spaced(text: str) -> str:
    """The text with plain spaces for full-width ones; the stylesheet's `word-spacing` makes them almost as wide.

    At the full width a program that copies text out of the PDF takes 「髙橋　正樹」 for two columns.
    """
    return text.replace("　", " ")
