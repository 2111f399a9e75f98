"""はじめにお読みください: what is in the file, how it was counted, how to check that nothing was changed."""

from collections.abc import Sequence
from datetime import datetime

from lms.ledger.heads import head_line
from lms.ledger.models import AuditArchive
from lms.lib.fiscal_year import era_date, fiscal_year_name
from lms.office.auditing.archive.held import HIDDEN
from lms.office.auditing.archive.plans import moment
from lms.office.auditing.archive.writing import SUMS, Piece
from lms.people.city import city
from lms.records.surveys.answering import FEWEST
from lms.reports.forms import Purpose
from lms.reports.tables import DEFINITION


def readme(archive: AuditArchive, found: Sequence[Piece], at: datetime) -> bytes:
    """With a byte order mark and Windows ends of line: it is opened with a double click."""
    text = "\n\n".join([_head(archive, at), _contents(found), _reading(archive), _CHECKING])
    return f"\ufeff{text}\n".replace("\n", "\r\n").encode()


def _head(archive: AuditArchive, at: datetime) -> str:
    place = city()
    return "\n".join([
        f"{place.name}　職員研修　監査資料（{fiscal_year_name(archive.fiscal_year)}）", "",
        f"機密性区分　{place.confidentiality_label}",
        f"期間　　　　{era_date(archive.first)}から{era_date(archive.on)}まで",
        f"基準日　　　{era_date(archive.on)}現在",
        f"記録の時点　{moment(archive.ordered_at)}までに記録されたもの",
        f"作成日時　　{moment(at)}",
        f"出力の目的　{Purpose(archive.purpose).label}",
        f"作成した人　職員番号{archive.ordered_by}",
        f"操作記録　　{head_line(at)}",
    ])  # fmt: skip


def _contents(found: Sequence[Piece]) -> str:
    return "\n".join(["１　入っているファイル", *(f"　{piece.path}\n　　{piece.about}" for piece in found)])


def _reading(archive: AuditArchive) -> str:
    period = f"{era_date(archive.first)}から{era_date(archive.on)}まで"
    return "\n".join([
        "２　数字と名簿の見方",
        f"　定義　{DEFINITION}",
        "　所属別の数字は、画面「受講状況」に同じ年度、基準日、研修を指定したものと同じです。",
        "　受講者名簿は、同じ画面で状態に「対象者」を指定したものと同じです。猶予と免除の人は載せていません。",
        "　研修計画は、画面「研修計画」の印刷と同じです。",
        f"　操作記録、集合研修、訓練と出席簿は、{period}のものです。",
        f"　課別研修実施状況報告書と確定版は、基準日が{period}のものです。",
        "　研修計画、受講状況、修了証書交付台帳とアンケートは、期間にかかわらず年度の初めからのものです。",
        "　研修実施状況報告書の理解度テスト、アンケートと訓練、集合研修等の人数は、作成日時に記録されているものです。",
        f"　アンケートは{FEWEST}件に満たない回答を、標的型訓練は人が分かるおそれのある数を載せていません（{HIDDEN}）。",
        "　受講猶予と受講免除は人数だけを示します。休業の種類と、免除の理由の一覧は入れていません。",
        "　免除の理由は、監査担当が画面「受講免除」で確かめます。",
        "　操作記録には、休職・休業等と受講免除を登録した操作も、対象の職員番号とともに載っています。",
        "　所属長が報告書に書いた未修了の理由は、課別研修実施状況報告書の別紙にあります。",
    ])  # fmt: skip


_CHECKING = "\n".join([
    "３　書換えがないことの確かめ方",
    f"　{SUMS} に、全てのファイルのハッシュ値（SHA-256）があります。",
    f"　Linux　　sha256sum -c {SUMS}",
    "　Windows　PowerShellで Get-FileHash ファイル名",
    "　このZIP全体のハッシュ値は、操作記録の「監査資料の作成」に記録しています。",
    "　連鎖の先頭.json は、システム管理者が verify_ledger --head で今の操作記録と照らし合わせます。",
    "　確定版のPDFには電子署名があります。",
])  # fmt: skip
