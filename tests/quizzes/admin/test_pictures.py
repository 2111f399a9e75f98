"""Questions with pictures and places, and scenarios, as they are made in the editor."""

import gc

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from courses.editing_rights import grant_editing
from courses.models import CurriculumPage
from lms.people.roles import Office
from quizzes.models import Item
from quizzes.pictures import KEPT, targets
from tests.lms.learning.samples import taught
from tests.markup import page
from tests.quizzes.admin.typed import add, change, stored

# Wagtail leaves the temporary file of a new size to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]
PLACES = {
    "option_1_text": "差出人", "option_1_right": "on", "option_1_box": "10 10 100 40", "option_1_feedback": "",
    "option_2_text": "件名", "option_2_box": "10 60 100 40", "option_2_feedback": "",
}  # fmt: skip
SCENE = {
    "kind": "scenario", "body": "件名　至急\n添付を開いてください。", "option_1_text": "", "option_2_text": "",
    "part_1_kind": "multiple", "part_1_stem": "怪しい所は。",
    "part_1_body": "* 「至急」と急がせる // 焦らせる手口です。\n＊添付を開かせる\n日付 // 手掛かりになりません。",
    "part_2_kind": "true_false", "part_2_stem": "開いてよい。", "part_2_body": "誤り",
    "part_2_explanation": "開きません。",
    "part_3_kind": "ordering", "part_3_stem": "順に。", "part_3_body": "線を抜く\n報告する",
}  # fmt: skip

SCENE_ON_A_PICTURE = SCENE | {
    "part_4_kind": "hotspot", "part_4_stem": "最初に見る所は。", "part_4_picture_alt": "届いたメール",
    "part_4_body": "* 差出人 [10 10 100 40] // 市のアドレスではありません。\n件名 [10 60 100 40]",
}  # fmt: skip


@pytest.fixture
def image(office, settings, tmp_path):
    """A picture of the office's own folder; the office may choose from it."""
    settings.MEDIA_ROOT = tmp_path
    taught()
    grant_editing(office=Office.SECURITY, page=CurriculumPage.objects.get())
    folder = Collection.objects.get(name="情報セキュリティ研修の教材")
    yield get_image_model().objects.create(title="正解の図", file=get_test_image_file(), collection=folder)
    gc.collect()


def test_a_picture_in_the_words_is_kept_as_it_was_and_tells_nothing(office, bank, image):
    assert add(office, bank, stem=f"見る。![届いたメール](画像:{image.pk})").status_code == 302

    (target,) = targets(stored().content)
    assert KEPT.fullmatch(target)
    image.delete()
    assert default_storage.exists(target)
    answer = office.get(f"/media/{target}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    b"".join(answer)


def test_a_picture_that_is_not_ones_own_to_use_does_not_exist(office, bank, image):
    root = Collection.get_first_root_node()
    foreign = get_image_model().objects.create(
        title="他", file=get_test_image_file(), collection=root.add_child(instance=Collection(name="他の課"))
    )
    for pk in (foreign.pk, 999):
        assert "がありません" in add(office, bank, stem=f"見る。![図](画像:{pk})").content.decode()
        assert office.get(reverse("item:picture", args=[pk])).status_code == 404
    assert office.get(reverse("item:picture", args=[image.pk])).status_code == 302
    assert not Item.objects.filter(key="new-01").exists()


def test_a_place_in_a_picture_is_made_by_choosing_the_picture_and_drawing(office, bank, image):
    data = {"kind": "hotspot", "picture": image.pk, "picture_alt": "届いたメール"} | PLACES
    assert add(office, bank, **data).status_code == 302

    content = stored().content
    assert content["picture"].items() >= {"alt": "届いたメール", "width": 640, "height": 480}.items()
    assert content["places"][1] == {
        "id": "b", "text": "件名", "right": False, "feedback": "", "x": 10, "y": 60, "width": 100, "height": 40,
    }  # fmt: skip
    again = office.get(reverse("item:edit", args=[stored().pk]))
    assert page(again).select_one("[data-places]")["data-shown"] == f"/media/{content['picture']['path']}"
    change(office, stored(), bank, **(data | {"picture": ""}))
    assert stored().version == 1, "saving what was shown changes nothing"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"picture": ""}, "図を選んでください。"),
        ({"picture_alt": ""}, "図の説明を書いてください。"),
        ({"option_2_box": ""}, "選択肢2の場所を、図の上で囲んでください。"),
        ({"option_2_box": "600 0 100 10"}, "図の大きさの内側にしてください。"),
    ],
)
def test_a_place_that_cannot_be_asked_is_refused_in_words(office, bank, image, typed, words):
    data = {"kind": "hotspot", "picture": image.pk, "picture_alt": "届いたメール"} | PLACES | typed
    assert words in add(office, bank, **data).content.decode()


def test_a_scenario_is_written_question_by_question(office, bank):
    assert add(office, bank, **SCENE).status_code == 302

    content = stored().content
    several, truth, order = content["parts"]
    assert content["text"] == "件名　至急\n添付を開いてください。"
    assert [(one["id"], one["right"], one["text"], one["feedback"]) for one in several["options"]] == [
        ("a", True, "「至急」と急がせる", "焦らせる手口です。"),
        ("b", True, "添付を開かせる", ""),
        ("c", False, "日付", "手掛かりになりません。"),
    ]
    assert (truth["options"][0]["right"], truth["explanation"], order["steps"]) == (
        False,
        "開きません。",
        ["線を抜く", "報告する"],
    )


def test_a_scenario_is_shown_again_as_it_was_written(office, bank):
    add(office, bank, **SCENE)

    shown = page(office.get(reverse("item:edit", args=[stored().pk])))
    typed = {f"part_{n}_{name}": _value(shown, f"part_{n}_{name}") for n in (1, 2, 3) for name in ("stem", "body")}
    change(office, stored(), bank, **(SCENE | typed))

    assert stored().version == 1


def test_a_place_in_a_picture_may_be_a_question_of_a_scenario(office, bank, image):
    assert add(office, bank, **SCENE_ON_A_PICTURE, part_4_picture=image.pk).status_code == 302

    place = stored().content["parts"][3]
    (kept,) = targets(stored().content)
    assert KEPT.fullmatch(kept)
    assert place["picture"] == {"path": kept, "alt": "届いたメール", "width": 640, "height": 480}
    assert place["places"][0] == {
        "id": "a", "text": "差出人", "right": True, "feedback": "市のアドレスではありません。",
        "x": 10, "y": 10, "width": 100, "height": 40,
    }  # fmt: skip
    shown = page(office.get(reverse("item:edit", args=[stored().pk])))
    assert shown.select_one("[data-places=part_4_]")["data-shown"] == f"/media/{kept}"
    again = {"part_4_body": _value(shown, "part_4_body"), "part_4_picture": ""}
    change(office, stored(), bank, **(SCENE_ON_A_PICTURE | again))
    assert stored().version == 1, "saving what was shown changes nothing"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"part_4_picture": ""}, "問い4：図を選んでください。"),
        ({"part_4_picture_alt": ""}, "問い4：図の説明を書いてください。"),
        ({"part_4_body": "* 差出人 [10 10 100 40]\n件名"}, "問い4：「件名」の場所を、図の上で囲んでください。"),
        ({"part_4_body": "* 差出人 [10 10 900 40]\n件名 [0 0 9 9]"}, "図の大きさの内側にしてください。"),
    ],
)
def test_a_place_of_a_scenario_that_cannot_be_asked_is_refused_in_words(office, bank, image, typed, words):
    data = SCENE_ON_A_PICTURE | {"part_4_picture": image.pk} | typed
    assert words in add(office, bank, **data).content.decode()
    assert not Item.objects.filter(key="new-01").exists()


def test_the_picture_of_a_scenario_that_is_not_ones_own_to_use_is_refused(office, bank, image):
    root = Collection.get_first_root_node()
    foreign = get_image_model().objects.create(
        title="他", file=get_test_image_file(), collection=root.add_child(instance=Collection(name="他の課"))
    )
    assert add(office, bank, **SCENE_ON_A_PICTURE, part_4_picture=foreign.pk).status_code == 200
    assert not Item.objects.filter(key="new-01").exists()


def test_no_option_of_a_scenario_is_dropped_in_silence(office, bank):
    seven = "* 一\n二\n三\n四\n五\n六\n七"
    answer = add(office, bank, **SCENE | {"part_1_kind": "single", "part_1_body": seven})
    assert "問い1：選択肢は2個から6個までにしてください。" in answer.content.decode()


def _value(shown, name: str) -> str:
    return shown.select_one(f"[name={name}]").text.strip()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"part_1_body": "* 一つだけ"}, "問い1："),
        ({"part_2_body": "正解"}, "問い2：正誤の答えは、「正しい」か「誤り」とだけ書いてください。"),
        ({"part_2_kind": ""}, "問い2：形式を選んでください。"),
        ({"body": ""}, "場面の文を書いてください。"),
        ({"part_3_stem": ""}, "問い3：問題文を書いてください。"),
    ],
)
def test_a_scenario_that_cannot_be_asked_is_refused_in_words(office, bank, typed, words):
    assert words in add(office, bank, **(SCENE | typed)).content.decode()
    assert not Item.objects.filter(key="new-01").exists()


def test_addresses_in_options_are_not_taken_for_explanations(office, bank):
    add(office, bank, **(SCENE | {"part_1_body": "* https://kenshu.example/\n* **必ず**開く\n閉じる"}))

    assert [one["text"] for one in stored().content["parts"][0]["options"]] == [
        "https://kenshu.example/",
        "**必ず**開く",
        "閉じる",
    ]
