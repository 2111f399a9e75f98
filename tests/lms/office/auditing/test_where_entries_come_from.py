"""The list of what has to leave an entry, held against the product: every fact by its acts, every access by a page."""

import pytest
from django.test import Client

from lms.ledger.models import LedgerEntry
from lms.ledger.verifying import fact_models
from lms.office.auditing.acts import ACTS
from lms.people.roles import Role
from tests import factories as make
from tests.lms.records import learnt

# Every table of facts, and the acts that write its rows.
FACTS = {
    "certificates.Batch": (
        "修了証書の交付の開始",
        "課別修了証明書の交付の開始",
        "修了証書の交付",
        "課別修了証明書の交付",
        "証書の再交付",
        "証書の一括再交付",
    ),
    "certificates.Certificate": ("修了証書の交付", "課別修了証明書の交付", "証書の再交付", "証書の作成"),
    "certificates.Glyph": ("字形の画像の登録",),
    "certificates.LayoutVersion": ("証書の様式の設定",),
    "certificates.Picture": ("証書の画像の登録",),
    "certificates.SealPermission": ("印影の印刷の許可", "印影の印刷の許可の終了"),
    "certificates.Revocation": ("証書の取消し",),
    "duties.Circular": ("実施の通知の記録",),
    "duties.Duty": ("受講対象の更新", "再受講の求め", "研修計画の変更"),
    "duties.Exemption": ("受講免除の決定", "受講免除の取消し"),
    "duties.ExemptionRequest": ("受講免除の申出", "受講免除の申出の承認", "受講免除の申出の不承認"),
    "duties.PlanChange": ("研修計画の変更",),
    "importing.StaffStatement": ("職員の取込み",),
    "ledger.Disposal": ("保存期間満了による削除の決定",),
    "ledger.Erasure": ("保存期間満了による削除",),
    "people.DepartmentMerger": ("所属の統合",),
    "people.DepartmentVersion": ("所属の取込み", "所属の新設", "所属の変更", "所属の分割", "所属の統合", "所属の廃止"),
    "people.Leave": ("休職・休業等の登録", "休職・休業等の終了", "休職・休業等の取消し", "職員の取込み"),
    "people.OfficeHolder": ("証書の名義人の登録",),
    "people.Posting": ("職員の取込み", "異動", "兼務", "併任", "事務取扱", "発令の終了", "発令の取消し", "退職"),
    "people.RoleGrant": ("役割の指定", "役割の終了", "役割の取消し", "役割の指定の取込み"),
    "quizzes.Allowance": ("受講上の配慮の記録", "受講上の配慮の取消し"),
    "quizzes.Attempt": ("受験の開始", "解答の提出"),
    "quizzes.ItemVersion": ("問題の記録", "問題の読込み"),
    "records.AttendanceSheet": ("出席簿の記録",),
    "records.Attendant": ("出席簿の記録",),
    "records.Completion": ("修了の記録", "修了の一括記録", "読替えによる修了の記録", "修了の記録の取込み"),
    "records.CompletionCancellation": ("修了の取消し",),
    "records.DrillResult": ("標的型訓練の結果の記録",),
    "records.Equivalence": ("読替えの登録", "読替えの終了"),
    "records.LessonRead": ("章の受講",),
    "records.PhishingDrill": ("標的型訓練の登録",),
    "records.Questionnaire": ("アンケートの設定",),
    "records.SheetDecision": ("出席簿の確認", "出席簿の差戻し"),
    "reports.DepartmentReport": ("課別報告の確認",),
    "reports.FrozenReport": ("報告の確定", "確定版の作成"),
    "reports.PastResult": ("過去の年度の実績の記録",),
    "reports.Reminder": ("出力",),
    "reports.ReportStep": ("報告の確認", "報告の分析", "報告の審議・決裁"),
    "records.SignUp": ("受講申込み", "受講申込みの取消し"),
}
# What is no fact but has to be known: changes of plans, settings, names, accounts.
CHANGES = (
    "研修計画の承認", "教材の設定", "問題の一括変更", "団体の設定", "修了の記録の設定", "保存期間の設定",
    "職員情報の訂正", "氏名等の反映", "外字の置換え", "取込みの取消し", "仮パスワードの発行", "パスワードの変更",
    "パスワードの設定", "利用の停止", "利用期限の変更", "標的型訓練の結果の取込み",
)  # fmt: skip


def test_every_table_of_facts_is_in_the_list_and_its_acts_are_known():
    assert {model._meta.label for model in fact_models()} == FACTS.keys()
    named = {act for acts in FACTS.values() for act in acts} | set(CHANGES)
    assert named - ACTS.keys() == set()


# ---- accesses -------------------------------------------------------------------------------------------------------


def _signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make.viewer_of(role).user)
    return client


def _person(client: Client) -> None:
    assert client.get(f"/reports/people/{make.employee(number='00012').pk}/").status_code == 200


def _drill(client: Client) -> None:
    assert client.get(f"/records/drills/{learnt.drill().pk}/").status_code == 200


def _session(client: Client) -> None:
    held = learnt.session(make.course("S-01"))
    assert client.get(f"/records/sessions/{held.pk}/roll/").status_code == 200


def _ledger(client: Client) -> None:
    client.post("/audit/ledger/", {"form": "csv", "purpose": "audit"})


ACCESSES = {
    "職員の記録の閲覧": (Role.HR, _person),
    "標的型訓練の結果の閲覧": (Role.SECURITY_OFFICE, _drill),
    "出席簿 開催回": (Role.SECURITY_OFFICE, _session),
    "操作記録 CSV": (Role.AUDITOR, _ledger),
}


@pytest.mark.django_db
@pytest.mark.parametrize("words", ACCESSES)
def test_who_looks_at_others_or_takes_something_out_leaves_an_entry(words):
    role, look = ACCESSES[words]
    client = _signed_in(role)
    look(client)
    entry = LedgerEntry.objects.latest("pk")
    assert words in f"{entry.action} {entry.subject}"


@pytest.mark.django_db
def test_ones_own_record_may_be_looked_at_without_a_trace():
    holder = make.viewer_of(Role.HR)
    client = Client()
    client.force_login(holder.user)
    assert client.get(f"/reports/people/{holder.pk}/").status_code == 200
    assert not LedgerEntry.objects.exists()
