"""How a numbered paper looks: what an office lays down in a layout, and what of it a paper carries for ever. Pure."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextChoices

STANDARD_BODY = "あなたは{研修名}の課程を\n修了したので　これを証します"


class PaperKind(TextChoices):
    """To a person, or to a department."""

    PERSONAL = "personal", "修了証書"
    DEPARTMENT = "department", "課別修了証明書"


class Form(TextChoices):
    """Direction of the writing, and how the sheet lies: 縦書き stands on a lying sheet, as on a 賞状."""

    PORTRAIT = "portrait", "横書き（A4縦）"
    LANDSCAPE = "landscape", "横書き（A4横）"
    VERTICAL = "vertical", "縦書き（A4横）"


class Border(TextChoices):
    NONE = "none", "なし"
    LINE = "line", "一重の線"
    DOUBLE = "double", "二重の線"
    AWARD = "award", "賞状枠"


class Seal(TextChoices):
    ROOM = "room", "空けておく（押印する）"
    OMITTED = "omitted", "「（公印省略）」と記す"
    PICTURE = "picture", "印影を印刷する"


class Code(TextChoices):
    LEFT = "left", "左下"
    RIGHT = "right", "右下"
    NONE = "none", "印刷しない"


@dataclass(frozen=True)
class Design:
    """A layout as it is kept in its versions. `crest` is the digest of a picture; `signer` an OfficeHolder.Office.

    課別修了証明書 are letters: their form and body are no part of what an office lays down.
    """

    form: str = Form.PORTRAIT.value
    title: str = "修了証書"
    body: str = STANDARD_BODY
    border: str = Border.AWARD.value
    crest: str = ""
    seal: str = Seal.OMITTED.value
    signer: str = "mayor"
    code: str = Code.LEFT.value


@dataclass(frozen=True)
class Impression:
    """印影: the digest of its picture and the length of its sides."""

    picture: str
    millimetres: int


@dataclass(frozen=True)
class Style:
    """A design in use for a giving: from which version of which layout, and what stands where the seal goes."""

    design: Design
    name: str
    version: int
    seal_text: str
    impression: Impression | None = None

    def frozen(self) -> dict[str, Any]:
        """What a payload keeps beside its words."""
        kept = {name: getattr(self.design, name) for name in ("form", "border", "crest", "code")}
        seal = self.impression and {"picture": self.impression.picture, "mm": self.impression.millimetres}
        return {"name": self.name, "version": self.version, **kept, "seal": seal}


def standard_style(seal_text: str, design: Design | None = None) -> Style:
    """Where an office has laid down nothing. Without a text for the seal there is room to stamp one."""
    seal = Seal.OMITTED if seal_text else Seal.ROOM
    return Style(replace(design or Design(), seal=seal.value), name="標準", version=0, seal_text=seal_text)
