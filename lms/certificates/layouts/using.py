"""In which style the papers of an office's trainings are given on a day."""

from datetime import date

from lms.certificates.layouts.rows import Layout, LayoutCourse, SealPermission
from lms.certificates.papers.design import Border, Design, Impression, PaperKind, Seal, Style
from lms.certificates.signers import NoSignerError, signing_office
from lms.lib.fiscal_year import era_date
from lms.people.models import City


class NoSealError(NoSignerError):
    """A layout prints the seal on a day on which its office may not."""


_OMITTED = "（公印省略）"


def usual_layout(office: str, kind: str) -> Layout | None:
    """The one for all papers of a kind that have no other, if the office has laid one down."""
    return Layout.objects.filter(office=office, kind=kind, usual=True).first()


def layouts_of(office: str) -> tuple[dict[int, Layout], Layout | None]:
    """Of 修了証書, by the courses that have a layout of their own, and the one for all others."""
    own = LayoutCourse.objects.filter(layout__office=office).select_related("layout")
    return {row.course_id: row.layout for row in own}, usual_layout(office, PaperKind.PERSONAL)


def style_of(layout: Layout, city: City, on: date) -> Style:
    """The style as it stands now, for papers given on a day. Raises NoSealError."""
    design = layout.design
    return Style(design, layout.name, layout.version, seal_text(design, city), impression(design, layout.office, on))


def standard_design(office: str, kind: str) -> Design:
    """How a paper looks where nothing is laid down, and what an office begins with that does."""
    signing = signing_office(office, kind).value
    if kind == PaperKind.PERSONAL:
        return Design(signer=signing)
    title = str(PaperKind.DEPARTMENT.label)
    return Design(title=title, body="", border=Border.NONE.value, signer=signing)


def seal_text(design: Design, city: City) -> str:
    """What stands beside the signer: the city's own words for it, where it has some."""
    return (city.seal_text or _OMITTED) if design.seal == Seal.OMITTED else ""


def impression(design: Design, office: str, on: date) -> Impression | None:
    """The seal that is printed, if the design wants one."""
    if design.seal != Seal.PICTURE:
        return None
    permitted = permission(office, on)
    if permitted is None:
        raise NoSealError(
            f"{era_date(on)}に印影を印刷する許可が登録されていません。システム管理者に登録を依頼するか、"
            "様式の公印の欄を変えてください。"
        )
    return Impression(permitted.picture.digest, permitted.millimetres)


def permission(office: str, on: date) -> SealPermission | None:
    """Under which the office may print the seal on a day."""
    permitted = SealPermission.objects.on(on).filter(office=office).select_related("picture")
    return permitted.order_by("-starts_on", "-pk").first()
