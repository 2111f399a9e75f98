"""What this room adds to the editor."""

from wagtail import hooks

from lms.certificates.layouts.viewsets import PaperGroup


@hooks.register("register_admin_viewset")
def papers() -> PaperGroup:
    return PaperGroup()
