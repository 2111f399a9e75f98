"""What each role finds after signing in."""

from lms.people.roles import Role

_OWN = {"自分の研修": ["受ける研修", "教材を探す", "メモとしおり", "研修担当への質問", "集合研修の申込み"]}
_FIGURES = ["受講の概況", "受講状況"]
_CHAIN = "実施状況の報告"
_HEAD = _OWN | {
    "研修の運営": ["出席簿", "受講免除", "標的型訓練"],
    "状況と報告": ["所属の状況", *_FIGURES, _CHAIN],
    "職員と記録": ["職員"],
}
_CLERK = _OWN | {"研修の運営": ["出席簿"], "状況と報告": ["所属の状況", *_FIGURES, _CHAIN], "職員と記録": ["職員"]}
_AUTHOR = _OWN | {"研修の運営": ["教材の編集"]}
_REPORTS = [*_FIGURES, _CHAIN, "年度の報告書", "照会・調査への回答"]
_DX_OFFICE = _OWN | {
    "研修の運営": ["やること", "職員からの質問", "研修計画", "受講免除", "証書の交付", "教材の編集"],
    "状況と報告": _REPORTS,
    "職員と記録": ["職員", "修了の記録", "保存期間"],
}
_SECURITY_OFFICE = _DX_OFFICE | {
    "研修の運営": ["やること", "職員からの質問", "研修計画", "受講免除", "標的型訓練", "証書の交付", "教材の編集"],
}
_HR = _OWN | {
    "研修の運営": ["標的型訓練"],
    "状況と報告": _FIGURES,
    "職員と記録": ["職員情報の取込み", "職員", "所属", "役割の指定", "人事担当の確認"],
}
_AUDITOR = _OWN | {
    "研修の運営": ["職員からの質問", "研修計画", "受講免除", "標的型訓練"],
    "状況と報告": _REPORTS,
    "職員と記録": ["職員", "所属", "役割の指定", "修了の記録", "保存期間", "監査", "操作記録"],
}
_ADMINISTRATOR = _OWN | {"職員と記録": ["役割の指定", "人事担当の確認", "操作記録", "設定"]}
# role: heading of the first page, and every entrance by the title of its group
FIRST_PAGES = {
    "employee": ("あなたが受ける研修", _OWN),
    Role.HEAD: ("所属の状況", _HEAD),
    Role.DEPUTY: ("所属の状況", _HEAD),
    Role.CLERK: ("所属の状況", _CLERK),
    Role.DX_OFFICE: ("やること", _DX_OFFICE),
    Role.SECURITY_OFFICE: ("やること", _SECURITY_OFFICE),
    Role.DX_AUTHOR: ("教材の編集", _AUTHOR),
    Role.SECURITY_AUTHOR: ("教材の編集", _AUTHOR),
    Role.HR: ("職員情報の取込み", _HR),
    Role.AUDITOR: ("監査", _AUDITOR),
    Role.ADMINISTRATOR: ("設定", _ADMINISTRATOR),
}
