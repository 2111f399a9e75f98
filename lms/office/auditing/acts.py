"""Every kind of act and access that leaves an entry in 操作記録: by its name, what it belongs to, what it is about.

A test reads the whole source and holds this list against it, so no act is without its place here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """What the first word of an entry's subject is."""

    PERSON = "person"  # a staff number
    YEAR = "year"  # a fiscal year
    DEPARTMENT = "department"  # a code; the second word perhaps another
    ATTEMPT = "attempt"  # 「attempt 12」
    WORDS = "words"  # words as they are, with codes among them


class Area(StrEnum):
    """What the acts belong to, as the search offers them. The administrator reads the first two."""

    ACCOUNTS = "利用者・ログイン"
    SETTINGS = "設定・役割"
    PEOPLE = "職員・所属"
    PLANS = "研修計画・受講対象・免除"
    LEARNING = "受験・修了"
    PAPERS = "証書"
    QUESTIONS = "教材・問題"
    ACCESS = "閲覧・出力"
    RETENTION = "保存期間"


@dataclass(frozen=True)
class Act:
    name: str
    area: Area
    about: About


_NAMES: dict[tuple[Area, About], tuple[str, ...]] = {
    (Area.ACCOUNTS, About.PERSON): (
        "ログイン", "ログインの失敗", "ログアウト", "パスワードの変更", "パスワードの設定", "仮パスワードの発行",
        "利用の停止", "利用期限の変更",
    ),
    (Area.SETTINGS, About.PERSON): ("役割の指定", "役割の終了", "役割の取消し"),
    (Area.SETTINGS, About.WORDS): (
        "団体の設定", "証書の名義人の登録", "修了の記録の設定", "取込みの列の対応", "役割の指定の取込み",
        "保存期間の設定", "印影の印刷の許可", "印影の印刷の許可の終了", "証書の番号の書式の設定", "夜間処理",
        "照合の記録の開始",
    ),
    (Area.PEOPLE, About.PERSON): (
        "職員情報の訂正", "派遣・委託の職員の登録", "異動", "兼務", "併任", "事務取扱", "発令の終了", "発令の取消し",
        "退職", "休職・休業等の登録", "休職・休業等の終了", "休職・休業等の取消し",
    ),
    (Area.PEOPLE, About.DEPARTMENT): ("所属の新設", "所属の変更", "所属の分割", "所属の統合", "所属の廃止"),
    (Area.PEOPLE, About.WORDS): ("所属の取込み", "職員の取込み", "取込みの取消し", "氏名等の反映", "外字の置換え"),
    (Area.PLANS, About.YEAR): (
        "報告の経路の変更", "課別報告の確認", "報告の確定", "報告の確認", "報告の分析", "報告の審議・決裁",
        "研修実施状況報告書の記入", "前年度の課題への対応の記入", "過去の年度の実績の記録",
        "研修計画の作成", "実施研修の追加", "実施研修の削除", "研修計画の承認", "研修計画の開始", "研修計画の報告",
        "研修計画の終了", "実施の通知の記録", "受講対象の更新", "再受講の求め", "研修計画の変更", "引継書の出力",
    ),
    (Area.PLANS, About.WORDS): ("確定版の作成",),
    (Area.PLANS, About.PERSON): (
        "受講免除の申出", "受講免除の申出の承認", "受講免除の申出の不承認", "受講免除の決定", "受講免除の取消し",
    ),
    (Area.LEARNING, About.ATTEMPT): ("受験の開始", "解答の提出"),
    (Area.LEARNING, About.PERSON): (
        "章の受講", "修了の記録", "受講申込み", "受講申込みの取消し", "受講上の配慮の記録", "受講上の配慮の取消し",
    ),
    (Area.LEARNING, About.DEPARTMENT): ("出席簿の記録", "出席簿の確認", "出席簿の差戻し"),
    (Area.LEARNING, About.WORDS): (
        "修了の一括記録", "修了の取消し", "読替えによる修了の記録", "読替えの登録", "読替えの終了", "開催回の登録",
        "開催回の変更", "開催回の中止", "修了の記録の取込み", "標的型訓練の登録", "標的型訓練の登録の取消し",
        "標的型訓練の結果の記録", "標的型訓練の結果の取込み", "章の受講（見本）", "受験（見本）", "アンケートの設定",
        "アンケートの設定の取消し",
    ),
    (Area.PAPERS, About.YEAR): (
        "修了証書の交付", "課別修了証明書の交付", "修了証書の交付の開始", "課別修了証明書の交付の開始",
        "証書の再交付", "証書の取消し", "証書番号の系列の開始",
    ),
    (Area.PAPERS, About.WORDS): (
        "証書の一括再交付", "証書の作成", "証書の様式の設定", "字形の画像の登録",
        "証書の画像の登録",
    ),
    (Area.QUESTIONS, About.WORDS): (
        "問題の記録", "問題の一括変更", "問題の読込み", "教材の設定", "教材の更新の選択", "質問への回答",
        "よくある質問の掲載",
    ),
    (Area.ACCESS, About.PERSON): ("職員の記録の閲覧",),
    (Area.ACCESS, About.WORDS): (
        "出力", "監査資料の作成", "標的型訓練の結果の閲覧", "記名のアンケートの閲覧", "職員からの質問の閲覧",
    ),
    (Area.RETENTION, About.WORDS): ("保存期間満了による削除の決定", "保存期間満了による削除"),
}  # fmt: skip


def _acts() -> Iterator[Act]:
    for (area, about), names in _NAMES.items():
        yield from (Act(name, area, about) for name in names)


ACTS = {act.name: act for act in _acts()}
OF_ADMINISTRATOR = frozenset(act.name for act in ACTS.values() if act.area in (Area.ACCOUNTS, Area.SETTINGS))


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a select: the areas as groups, each of which can be chosen as a whole."""
    return [(str(area), [(area.name, f"{area}（すべて）"), *_named(area)]) for area in Area]


def _named(area: Area) -> list[tuple[str, str]]:
    return [(act.name, act.name) for act in ACTS.values() if act.area is area]


def acts_of(choice: str) -> frozenset[str]:
    """The names that a choice stands for."""
    if choice in Area.__members__:
        return frozenset(act.name for act in ACTS.values() if act.area is Area[choice])
    return frozenset({choice})
