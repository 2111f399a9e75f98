"""What each role finds after signing in."""

from lms.people.roles import Role

_OWN_DEPARTMENT = ["受ける研修", "所属の状況", "受講状況"]
_OFFICE = ["受ける研修", "やること", "研修計画", "受講状況", "証書の交付", "教材の編集"]
# role: heading of the first page, and every entrance
FIRST_PAGES = {
    "employee": ("あなたが受ける研修", ["受ける研修"]),
    Role.HEAD: ("所属の状況", _OWN_DEPARTMENT),
    Role.DEPUTY: ("所属の状況", _OWN_DEPARTMENT),
    Role.CLERK: ("所属の状況", _OWN_DEPARTMENT),
    Role.DX_OFFICE: ("やること", _OFFICE),
    Role.SECURITY_OFFICE: ("やること", _OFFICE),
    Role.DX_AUTHOR: ("職員研修", ["受ける研修", "教材の編集"]),
    Role.SECURITY_AUTHOR: ("職員研修", ["受ける研修", "教材の編集"]),
    Role.HR: ("職員情報の取込み", ["受ける研修", "受講状況", "職員情報の取込み"]),
    Role.AUDITOR: ("監査", ["受ける研修", "研修計画", "受講状況", "監査"]),
    Role.ADMINISTRATOR: ("設定", ["受ける研修", "設定"]),
}
