"""Addresses of the start pages."""

from django.urls import path

from lms.office.views import (
    archive,
    audit,
    ledger,
    nightly,
    numbers,
    office_home,
    retention,
    seals,
    settings,
    start,
    year,
)

urlpatterns = [
    path("", start.start, name="start"),
    path("office/", office_home.office_home, name="office_home"),
    path("office/year/", year.year_change, name="year_change"),
    path("office/handover/", year.handover, name="handover"),
    path("office/handover/file/", year.handover_file, name="handover_file"),
    path("audit/", audit.audit_home, name="audit_home"),
    path("audit/ledger/", ledger.ledger, name="ledger"),
    path("audit/ledger/<int:pk>/", ledger.ledger_entry, name="ledger_entry"),
    path("audit/ledger/files/<int:pk>/", ledger.ledger_extract, name="ledger_extract"),
    path("audit/ledger/files/<int:pk>/again/", ledger.ledger_extract_again, name="ledger_extract_again"),
    path("audit/ledger/files/<int:pk>/file/", ledger.ledger_extract_file, name="ledger_extract_file"),
    path("audit/ledger/verify/", audit.verify_ledger, name="verify_ledger"),
    path("audit/archives/", archive.audit_archives, name="audit_archives"),
    path("audit/archives/<int:pk>/", archive.audit_archive, name="audit_archive"),
    path("audit/archives/<int:pk>/again/", archive.audit_archive_again, name="audit_archive_again"),
    path("audit/archives/<int:pk>/file/", archive.audit_archive_file, name="audit_archive_file"),
    path("audit/nights/", nightly.nights, name="nights"),
    path("office/retention/", retention.retention, name="retention"),
    path("office/retention/decide/", retention.retention_decide, name="retention_decide"),
    path("office/retention/<int:pk>/continue/", retention.retention_continue, name="retention_continue"),
    path("settings/retention/", retention.retention_periods, name="retention_periods"),
    path("settings/", settings.settings_home, name="settings_home"),
    path("settings/city/", settings.city_settings, name="city_settings"),
    path("settings/office-holders/", settings.office_holder, name="office_holder"),
    path("settings/numbers/", numbers.number_patterns, name="number_patterns"),
    path("settings/seals/", seals.seal_permissions, name="seal_permissions"),
    path("settings/seals/<int:pk>/end/", seals.seal_permission_end, name="seal_permission_end"),
    path("settings/accounts/<int:pk>/password/", settings.temporary_password, name="temporary_password"),
]
