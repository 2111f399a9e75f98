"""Laying down how papers look: each change is a version, and leaves its trace. Papers that were given stay."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from courses.models import Course
from lms.certificates.layouts.rows import Layout, LayoutCourse, LayoutVersion
from lms.certificates.papers.design import Design
from lms.ledger.appending import append


@transaction.atomic
def write_layout(*, layout: Layout, design: Design, courses: Collection[Course], author: str, at: datetime) -> Layout:
    """Keep a layout, new or changed, and for which trainings it is used. Another design is another version.

    A training has one layout and an office one usual layout: what another layout had, this one takes over.
    """
    content = asdict(design)
    fresh = layout.pk is None or layout.versions.get(number=layout.version).content != content
    layout.content, layout.version = content, layout.version + fresh
    if layout.usual:
        Layout.objects.filter(office=layout.office, kind=layout.kind, usual=True).exclude(pk=layout.pk).update(
            usual=False
        )
    layout.save()
    _use_for(layout, courses)
    versions = [_version(layout, author, at)] if fresh else []
    append(
        actor=author, action="証書の様式の設定", subject=f"layout {layout.pk}", at=at, facts=versions,
        payload={"name": layout.name, "office": layout.office, "version": layout.version, "usual": layout.usual,
                 "courses": sorted(course.code for course in courses)},
    )  # fmt: skip
    return layout


def _version(layout: Layout, author: str, at: datetime) -> LayoutVersion:
    return LayoutVersion.objects.create(
        layout=layout, number=layout.version, content=layout.content, author=author, recorded_at=at
    )


def _use_for(layout: Layout, courses: Collection[Course]) -> None:
    layout.for_courses.exclude(course__in=courses).delete()
    rows = [LayoutCourse(course=course, layout=layout) for course in courses]
    LayoutCourse.objects.bulk_create(rows, update_conflicts=True, unique_fields=["course"], update_fields=["layout"])
