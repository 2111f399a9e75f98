"""What a lesson is made of."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks import StreamBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.city_rules import CityRule, rule_choices, rule_of
from courses.figures import figure_exists, figure_url

# The table editor has no Japanese of its own.
_TABLE_OPTIONS = {
    "language": "en-US",
    "contextMenu": {
        "items": {
            "row_above": {"name": "上に行を加える"},
            "row_below": {"name": "下に行を加える"},
            "col_left": {"name": "左に列を加える"},
            "col_right": {"name": "右に列を加える"},
            "remove_row": {"name": "行を削除する"},
            "remove_col": {"name": "列を削除する"},
            "undo": {"name": "元に戻す"},
            "redo": {"name": "やり直す"},
        }
    },
}
_FEATURES = ["bold", "ul", "ol", "superscript", "subscript"]


class Heading(blocks.CharBlock):
    class Meta:
        label = "見出し"
        icon = "title"
        template = "courses/blocks/heading.html"


class Text(blocks.RichTextBlock):
    class Meta:
        label = "文章（振り仮名は ｜漢字《かんじ》）"
        icon = "pilcrow"
        template = "courses/blocks/text.html"


class Picture(blocks.StructBlock):
    image = ImageChooserBlock(label="画像")
    alt = blocks.CharBlock(label="代替文", help_text="画像を見られない人に伝わるように、画像の内容を書きます。")
    caption = blocks.CharBlock(label="説明", required=False)

    class Meta:
        label = "画像"
        icon = "image"
        template = "courses/blocks/picture.html"


class FigureValue(blocks.StructValue):
    """A drawing whose file may be gone after the library was replaced."""

    @property
    def url(self) -> str:
        return figure_url(self["path"]) if figure_exists(self["path"]) else ""


class Figure(blocks.StructBlock):
    """A drawing that comes with the shipped course; its file lives in the library."""

    path = blocks.CharBlock(label="図の場所", help_text="例：S-01/figures/report-flow.svg")
    alt = blocks.CharBlock(label="代替文")
    caption = blocks.CharBlock(label="説明", required=False)

    def clean(self, value: dict[str, Any]) -> dict[str, Any]:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not figure_exists(cleaned["path"]):
            message = f"「{cleaned['path']}」という附属の図はありません。場所を確かめてください。"
            raise StructBlockValidationError(block_errors={"path": ValidationError(message)})
        return cleaned

    class Meta:
        value_class = FigureValue
        label = "附属の図"
        icon = "image"
        template = "courses/blocks/figure.html"


class Callout(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=[("注意", "注意"), ("事例", "事例"), ("参考", "参考")], label="種類")
    body = blocks.RichTextBlock(features=_FEATURES, label="本文")

    class Meta:
        label = "囲み"
        icon = "warning"
        template = "courses/blocks/callout.html"


class City(blocks.ChoiceBlock):
    """What the city itself says on a matter. It stands in a row of its own: lessons are the same everywhere."""

    def get_context(self, value: str, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().get_context(value, parent_context) | {"rule": rule_of(value)}

    def extract_references(self, value: str) -> Iterator[tuple[type[CityRule], str, str, str]]:
        """For Wagtail's index, which tells in which chapters a rule is shown."""
        if rule := rule_of(value):
            yield CityRule, str(rule.pk), "", ""

    class Meta:
        icon = "site"
        template = "courses/blocks/city.html"


class Steps(blocks.ListBlock):
    class Meta:
        label = "手順"
        icon = "list-ol"
        template = "courses/blocks/steps.html"


class Download(blocks.StructBlock):
    document = DocumentChooserBlock(label="文書")
    label = blocks.CharBlock(label="表示名")

    class Meta:
        label = "添付の文書"
        icon = "doc-full"
        template = "courses/blocks/download.html"


class Video(blocks.StructBlock):
    """A film from local storage; nobody is left out: captions and a text of equal standing are required."""

    video = DocumentChooserBlock(label="動画（MP4）")
    captions = DocumentChooserBlock(label="字幕（VTT）")
    transcript = blocks.RichTextBlock(features=_FEATURES, label="動画と同じ内容の文章")

    class Meta:
        label = "動画"
        icon = "media"
        template = "courses/blocks/video.html"


class CheckOption(blocks.StructBlock):
    text = blocks.CharBlock(label="選択肢")
    right = blocks.BooleanBlock(label="正しい", required=False)
    feedback = blocks.CharBlock(label="解説", required=False)


class Check(blocks.StructBlock):
    """A question to check oneself; not graded, nothing is recorded."""

    question = blocks.CharBlock(label="問い")
    options = blocks.ListBlock(CheckOption(), min_num=2, max_num=4, label="選択肢")

    def clean(self, value: dict[str, Any]) -> dict[str, Any]:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and sum(bool(option["right"]) for option in cleaned["options"]) != 1:
            raise StructBlockValidationError(non_block_errors=["正しい選択肢を一つだけにしてください。"])
        return cleaned

    class Meta:
        label = "確認問題"
        icon = "help"
        template = "courses/blocks/check.html"


class KeyPoints(blocks.ListBlock):
    class Meta:
        label = "要点"
        icon = "tick"
        template = "courses/blocks/keypoints.html"


class LessonBody(StreamBlock):
    """Every block that a lesson may hold."""

    heading = Heading()
    text = Text(features=_FEATURES)
    callout = Callout()
    city = City(choices=rule_choices, label="本市の決まり")
    picture = Picture()
    figure = Figure()
    table = TableBlock(label="表", icon="table", template="courses/blocks/table.html", table_options=_TABLE_OPTIONS)
    steps = Steps(blocks.RichTextBlock(features=["bold"], label="手順"))
    check = Check()
    keypoints = KeyPoints(blocks.RichTextBlock(features=["bold"], label="要点"))
    download = Download()
    video = Video()
