"""What each role finds after signing in."""

from lms.people.roles import Role

_OWN = ["受ける研修", "教材を探す", "メモとしおり", "研修担当への質問", "集合研修の申込み"]
_FIGURES = ["受講の概況", "受講状況"]
_CHAIN = "実施状況の報告"
_HEAD = [*_OWN, "所属の状況", "出席簿", "受講免除", *_FIGURES, _CHAIN, "標的型訓練", "職員"]
_OFFICE = [
    *_OWN, "やること", "職員からの質問", "研修計画", "受講免除", *_FIGURES, _CHAIN, "年度の報告書",
    "照会・調査への回答", "証書の交付", "修了の記録",
]  # fmt: skip
# role: heading of the first page, and every entrance
FIRST_PAGES = {
    "employee": ("あなたが受ける研修", _OWN),
    Role.HEAD: ("所属の状況", _HEAD),
    Role.DEPUTY: ("所属の状況", _HEAD),
    Role.CLERK: ("所属の状況", [*_OWN, "所属の状況", "出席簿", *_FIGURES, _CHAIN, "職員"]),
    Role.DX_OFFICE: ("やること", [*_OFFICE, "教材の編集", "職員", "保存期間"]),
    Role.SECURITY_OFFICE: ("やること", [*_OFFICE, "標的型訓練", "教材の編集", "職員", "保存期間"]),
    Role.DX_AUTHOR: ("教材の編集", [*_OWN, "教材の編集"]),
    Role.SECURITY_AUTHOR: ("教材の編集", [*_OWN, "教材の編集"]),
    Role.HR: (
        "職員情報の取込み",
        [*_OWN, *_FIGURES, "標的型訓練", "職員情報の取込み", "職員", "所属", "役割の指定", "人事担当の確認"],
    ),
    Role.AUDITOR: (
        "監査",
        [
            *_OWN,
            "職員からの質問",
            "研修計画",
            "受講免除",
            *_FIGURES,
            _CHAIN,
            "年度の報告書",
            "照会・調査への回答",
            "修了の記録",
            "標的型訓練",
            "職員",
            "所属",
            "役割の指定",
            "保存期間",
            "監査",
            "操作記録",
        ],
    ),
    Role.ADMINISTRATOR: ("設定", [*_OWN, "役割の指定", "人事担当の確認", "操作記録", "設定"]),
}
