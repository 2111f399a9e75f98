"""The roles that are granted to people, with dates. What they are called is in ui-terms.md."""

from django.db import models


class Role(models.TextChoices):
    HEAD = "head", "所属長"
    DEPUTY = "deputy", "所属長の代理"
    CLERK = "clerk", "所属の研修担当者"
    DX_OFFICE = "dx-office", "DX研修担当"
    SECURITY_OFFICE = "security-office", "情報セキュリティ研修担当"
    DX_AUTHOR = "dx-author", "DX研修の教材作成者"
    SECURITY_AUTHOR = "security-author", "情報セキュリティ研修の教材作成者"
    HR = "hr", "人事担当"
    AUDITOR = "auditor", "監査担当"
    ADMINISTRATOR = "administrator", "システム管理者"
    SECURITY_MANAGER = "security-manager", "情報セキュリティ管理者"
    SECURITY_DIRECTOR = "security-director", "情報セキュリティ責任者"
    CHIEF_SECURITY = "chief-security", "統括情報セキュリティ責任者"
    CISO = "ciso", "最高情報セキュリティ責任者（CISO）"
    PROTECTION_MANAGER = "protection-manager", "保護責任者"
    MY_NUMBER_HANDLER = "my-number-handler", "特定個人情報事務取扱担当者"
    SYSTEM_STAFF = "system-staff", "情報システム担当者"
    DX_LEADER = "dx-leader", "DX推進リーダー"


# Roles that only make sense in a department, and those over the whole city.
DEPARTMENT_ROLES = frozenset({Role.HEAD, Role.DEPUTY, Role.CLERK, Role.SECURITY_MANAGER, Role.PROTECTION_MANAGER})
SEES_EVERYBODY = frozenset({Role.DX_OFFICE, Role.SECURITY_OFFICE, Role.HR, Role.AUDITOR})
SEES_DEPARTMENT = frozenset({Role.HEAD, Role.DEPUTY, Role.CLERK})

# Who gives which role: the administrator those that open the system, 人事担当 those of the departments and of duty.
GIVEN_BY_ADMINISTRATOR = frozenset(
    {Role.DX_OFFICE, Role.SECURITY_OFFICE, Role.DX_AUTHOR, Role.SECURITY_AUTHOR, Role.HR, Role.AUDITOR,
     Role.ADMINISTRATOR}
)  # fmt: skip
GIVEN_BY_HR = frozenset(Role) - GIVEN_BY_ADMINISTRATOR


class Office(models.TextChoices):
    """The two training offices: each owns its courses, its plan and its papers, and none of the other's."""

    DX = "dx", "DX研修担当"
    SECURITY = "security", "情報セキュリティ研修担当"

    @property
    def role(self) -> Role:
        return Role.DX_OFFICE if self is Office.DX else Role.SECURITY_OFFICE

    @property
    def author_role(self) -> Role:
        return Role.DX_AUTHOR if self is Office.DX else Role.SECURITY_AUTHOR
