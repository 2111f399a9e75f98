"""The trunk that every course hangs on: our index page below Wagtail's root, and the site that begins there."""

from wagtail.models import Page, Site

from courses.pages import CourseIndexPage

_TITLE = "職員研修"


def course_index() -> CourseIndexPage:
    """The page above all curricula, made where it is missing. Wagtail's welcome page makes way for it."""
    return CourseIndexPage.objects.first() or _new_index()


def _new_index() -> CourseIndexPage:
    root = Page.get_first_root_node()
    welcome_pages = list(root.get_children().exact_type(Page))
    index = root.add_child(instance=CourseIndexPage(title=_TITLE))
    index.save_revision().publish()
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": index, "site_name": _TITLE})
    for page in welcome_pages:
        page.delete()
    return index
