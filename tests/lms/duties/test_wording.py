"""A rule as a sentence."""

from datetime import date

import pytest

from lms.duties.audience import AudienceError
from lms.duties.models import Requirement
from lms.duties.wording import audience_in_words, rule_in_words, unknown_departments
from lms.people.organisation import Node, Organisation

ON = date(2026, 6, 1)
TOWN = Organisation({
    1: Node(1, "0101", "総務課", None, "市長", reports=True), 2: Node(2, "0102", "福祉課", None, "市長", reports=True),
})  # fmt: skip
REGULAR, NEW = {"is": "employment", "of": ["正規"]}, {"is": "newcomer"}
HEADS = {"is": "role", "of": ["head", "deputy"]}


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({"is": "everybody"}, "すべての職員"),
        (HEADS, "所属長又は所属長の代理"),
        ({"is": "department", "of": ["0101", "0102"]}, "総務課又は福祉課（下の所属を含む。）の職員"),
        ({"is": "all", "of": [REGULAR, NEW]}, "任用形態が正規の職員のうち、新たに着任した者"),
        ({"is": "any", "of": [REGULAR, NEW]}, "任用形態が正規の職員又は新たに着任した者"),
        ({"is": "not", "of": [HEADS]}, "すべての職員（所属長又は所属長の代理を除く。）"),
        (
            {"is": "all", "of": [REGULAR, {"is": "not", "of": [HEADS, NEW]}]},
            "任用形態が正規の職員（所属長又は所属長の代理又は新たに着任した者を除く。）",
        ),
        (
            {"is": "any", "of": [{"is": "all", "of": [REGULAR, NEW]}, HEADS]},
            "「任用形態が正規の職員のうち、新たに着任した者」又は所属長又は所属長の代理",
        ),
    ],
)
def test_an_audience_is_a_noun(stored, words):
    assert audience_in_words(stored, TOWN, ON) == words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {},
            "すべての職員は、年度に1回、実施期間に受講する。年度の途中で対象となった者は、その日から30日以内に受講する。",
        ),
        ({"audience": NEW, "cycle": "after-posting"}, "新たに着任した者は、着任から30日以内に受講する。"),
        (
            {"audience": HEADS, "cycle": "after-posting", "within": 3, "unit": "months"},
            "所属長又は所属長の代理は、対象となった日から3か月以内に受講する。",
        ),
        (
            {"cycle": "twelve-months", "grace_days": 14},
            "すべての職員は、前回の修了から1年と14日以内に受講する。初めての者は、実施期間に受講する。"
            "年度の途中で対象となった者は、その日から30日以内に受講する。",
        ),
        (
            {"cycle": "once", "within": 10},
            "すべての職員は、一度だけ、実施期間に受講する。年度の途中で対象となった者は、その日から10日以内に受講する。",
        ),
    ],
)
def test_a_rule_says_whom_how_often_and_by_when(values, words):
    assert rule_in_words(Requirement(**values), TOWN, ON) == words


@pytest.mark.django_db
def test_a_department_that_the_day_does_not_know_is_named():
    stored = {"is": "all", "of": [REGULAR, {"is": "not", "of": [{"is": "department", "of": ["0101", "0805"]}]}]}
    assert unknown_departments(stored, TOWN) == ["0805"]


def test_what_cannot_be_read_is_not_put_into_words():
    with pytest.raises(AudienceError):
        audience_in_words({"is": "shoe-size"}, TOWN, ON)
