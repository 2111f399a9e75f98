"""Loading the library of courses into the database: safe to repeat, and never over an editor's change."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from wagtail.models import Page

from courses.city_rules import CityRule
from courses.course import Course, Curriculum, CurriculumCourse
from courses.editing_rights import grant_editing
from courses.glossary import GlossaryTerm
from courses.loading.curricula import CurriculumFiles, Library, RuleEntry, TermEntry, read_library
from courses.loading.files import LIBRARY, CourseFiles, LessonFile
from courses.loading.offers import offer
from courses.loading.parts import CONTENT, LoadedParts, LoadReport, take_over
from courses.loading.questions import QuestionEntry
from courses.loading.quiz import QuizFile
from courses.pages import CourseIndexPage, CoursePage, CurriculumPage, LessonPage, QuizPage
from courses.site_tree import course_index
from lms.ledger.appending import append
from lms.people.roles import Office
from quizzes.configuring import record_setting
from quizzes.models import Item, ItemVersion, QuestionBank, Quiz, QuizPart
from quizzes.versions import keep_item

ACTOR = "command:load_curricula"
_P = TypeVar("_P", bound=Page)


@transaction.atomic
def load_curricula(*, from_fiscal_year: int, at: datetime, library: Path = LIBRARY) -> LoadReport:
    """Bring the database up to the library. A course new to its curriculum belongs to it from `from_fiscal_year` on.

    Raises LibraryError, before anything is written, when a file of the library cannot be used.
    """
    files = read_library(library)
    load = _Load(LoadedParts(), _Standing.read(), from_fiscal_year, at)
    for rule in files.rules:
        load.rule(rule)
    for term in files.terms:
        load.term(term)
    index = course_index()
    for curriculum in files.curricula:
        load.curriculum(index, curriculum)
    if load.versions:
        append(actor=ACTOR, action="問題の読込み", subject="library", at=at, facts=load.versions)
    load.parts.leave(load.standing.paths)
    load.parts.remember()
    offer(load.parts.kept_back, _offices(files))
    return load.parts.report


def _offices(files: Library) -> dict[str, Office]:
    """Whose each thing is, by the first part of its path."""
    return {one.code: one.office for one in (*files.curricula, *files.courses)}


@dataclass(frozen=True)
class _Standing:
    """What is in the database when the load begins. Pages below a course are keyed by its page's path first."""

    rules: Mapping[str, CityRule]
    terms: Mapping[str, GlossaryTerm]
    curricula: Mapping[str, Curriculum]
    courses: Mapping[str, Course]
    banks: Mapping[str, QuestionBank]
    quizzes: Mapping[str, Quiz]
    items: Mapping[tuple[int, str], Item]
    curriculum_pages: Mapping[int, CurriculumPage]
    course_pages: Mapping[int, CoursePage]
    lessons: Mapping[tuple[str, str], LessonPage]
    quiz_pages: Mapping[tuple[str, int], QuizPage]

    @property
    def paths(self) -> list[str]:
        """Of what a load never takes away: duties, records and other people's chapters may need it."""
        named = {"city": self.rules, "glossary": self.terms}
        return [*(f"{kind}/{key}" for kind, rows in named.items() for key in rows), *self.curricula, *self.courses]

    @classmethod
    def read(cls) -> "_Standing":
        return cls(
            rules={row.key: row for row in CityRule.objects.all()},
            terms={row.word: row for row in GlossaryTerm.objects.all()},
            curricula={row.code: row for row in Curriculum.objects.all()},
            courses={row.code: row for row in Course.objects.all()},
            banks={row.code: row for row in QuestionBank.objects.all()},
            quizzes={row.code: row for row in Quiz.objects.all()},
            items={(row.bank_id, row.key): row for row in Item.objects.all()},
            curriculum_pages={page.curriculum_id: page for page in CurriculumPage.objects.all()},
            course_pages={page.course_id: page for page in CoursePage.objects.all()},
            lessons={(_parent_path(page), page.key): page for page in LessonPage.objects.all()},
            quiz_pages={(_parent_path(page), page.quiz_id): page for page in QuizPage.objects.all()},
        )


@dataclass(frozen=True)
class _Load:
    """One run over the library."""

    parts: LoadedParts
    standing: _Standing
    from_fiscal_year: int
    at: datetime
    versions: list[ItemVersion] = field(default_factory=list)

    def rule(self, entry: RuleEntry) -> None:
        row, current = CityRule(**asdict(entry)), self.standing.rules.get(entry.key)
        self.parts.settle(f"city/{entry.key}", row, current, _save, _renew)

    def term(self, entry: TermEntry) -> None:
        row, current = GlossaryTerm(**asdict(entry)), self.standing.terms.get(entry.word)
        self.parts.settle(f"glossary/{entry.word}", row, current, _save, _renew)

    def curriculum(self, index: CourseIndexPage, files: CurriculumFiles) -> None:
        row = Curriculum(code=files.code, title=files.title, office=files.office)
        curriculum = self.parts.settle(files.code, row, self.standing.curricula.get(files.code), _save, _renew)
        page = self.parts.settle(
            f"{files.code}/page", CurriculumPage(title=files.title, summary=files.summary, curriculum=curriculum),
            self.standing.curriculum_pages.get(curriculum.pk), partial(_place, index, None), _renew_page,
        )  # fmt: skip
        if page is not None:
            grant_editing(office=files.office, page=page)
        for course in files.courses:
            self.course(curriculum, page, course)

    def course(self, curriculum: Curriculum, parent: CurriculumPage | None, files: CourseFiles) -> None:
        course = self.parts.settle(files.code, _course(files), self.standing.courses.get(files.code), _save, _renew)
        self._membership(curriculum, course)
        quiz = self.quiz(files.code, files.office, files.quiz)
        if parent is None:
            return
        page = self.parts.settle(
            f"{files.code}/page", _course_page(files, course), self.standing.course_pages.get(course.pk),
            partial(_place, parent, None), _renew_page,
        )  # fmt: skip
        if page is not None:
            self.chapters(files, page, quiz)

    def _membership(self, curriculum: Curriculum, course: Course) -> None:
        others = list(CurriculumCourse.objects.filter(curriculum=curriculum).values_list("course", "position"))
        if course.pk not in {pk for pk, _ in others}:
            position = max((position for _, position in others), default=0) + 1
            CurriculumCourse.objects.create(
                curriculum=curriculum, course=course, position=position, from_fiscal_year=self.from_fiscal_year
            )

    def quiz(self, code: str, office: Office, file: QuizFile) -> Quiz:
        row = QuestionBank(code=file.bank_code, title=file.bank_title, office=office)
        bank = self.parts.settle(f"{code}/bank", row, self.standing.banks.get(file.bank_code), _save, _renew)
        for entry in file.questions:
            current = self.standing.items.get((bank.pk, entry.key))
            self.parts.settle(f"{code}/items/{entry.key}", _item(bank, entry), current, self._keep, self._renew_item)
        asked = {key: item for (bank_id, key), item in self.standing.items.items() if bank_id == bank.pk}
        self.parts.retire(f"{code}/items/", asked, self._retire_item)
        row = _quiz(bank, file)
        return self.parts.settle(f"{code}/quiz", row, self.standing.quizzes.get(file.code), _save, self._renew_quiz)

    def _renew_quiz(self, current: Quiz, wanted: Quiz) -> None:
        """What decides who passes leaves the trace that it leaves when an office sets it."""
        before = _settings(current)
        _renew(current, wanted)
        changed = dict(_settings(current).items() - before.items())
        if changed:
            record_setting(row=current, before=before, after=changed, actor=ACTOR, at=self.at)

    def _keep(self, item: Item) -> None:
        self.versions.extend(keep_item(item=item, author=ACTOR, at=self.at))

    def _renew_item(self, current: Item, wanted: Item) -> None:
        take_over(current, wanted)
        self._keep(current)

    def _retire_item(self, item: Item) -> Item:
        if item.state != Item.State.RETIRED:
            item.state = Item.State.RETIRED
            self._keep(item)
        return item

    def chapters(self, files: CourseFiles, parent: CoursePage, quiz: Quiz) -> None:
        """The lessons and then the test, each placed after the one before it."""
        before: Page | None = None
        for file in files.lessons:
            current = self.standing.lessons.get((parent.path, file.key))
            put = partial(_place, parent, before)
            page = self.parts.settle(f"{files.code}/lessons/{file.key}", _lesson(file), current, put, _renew_page)
            before = page or before
        read = {key: page for (path, key), page in self.standing.lessons.items() if path == parent.path}
        self.parts.retire(f"{files.code}/lessons/", read, _unpublish)
        self.parts.settle(
            f"{files.code}/quiz-page", QuizPage(title=quiz.title, quiz=quiz),
            self.standing.quiz_pages.get((parent.path, quiz.pk)), partial(_place, parent, before), _renew_page,
        )  # fmt: skip


# ---- the rows and pages that the library describes ------------------------------------------------------------------


def _course(files: CourseFiles) -> Course:
    return Course(
        code=files.code, title=files.title, reading=files.reading, office=files.office, measure=files.measure,
        action=files.action, minutes=files.minutes, revision=files.version,
    )  # fmt: skip


def _course_page(files: CourseFiles, course: Course) -> CoursePage:
    return CoursePage(
        title=files.title, course=course, summary=files.summary, audience=files.audience,
        aims="\n".join(files.aims), sources="\n".join(files.sources),
    )  # fmt: skip


def _lesson(file: LessonFile) -> LessonPage:
    return LessonPage(
        title=file.title, key=file.key, minutes=file.minutes, easy=file.easy, body=json.dumps(file.blocks)
    )


def _item(bank: QuestionBank, entry: QuestionEntry) -> Item:
    return Item(
        bank=bank, key=entry.key, category=entry.category, tags=entry.tags, difficulty=entry.difficulty,
        content=entry.content, state=Item.State.APPROVED,
    )  # fmt: skip


def _quiz(bank: QuestionBank, file: QuizFile) -> Quiz:
    parts = [QuizPart(**asdict(part)) for part in file.parts]
    return Quiz(code=file.code, title=file.title, bank=bank, parts=parts, **file.settings)


def _settings(quiz: Quiz) -> dict[str, object]:
    return {name: getattr(quiz, name) for name in CONTENT[Quiz] if name != "parts"}


# ---- writing --------------------------------------------------------------------------------------------------------


def _parent_path(page: Page) -> str:
    return page.path[: -Page.steplen]


def _save(row: Model) -> None:
    row.save()


def _renew(current: Model, wanted: Model) -> None:
    take_over(current, wanted)
    current.save()


def _place(parent: Page, before: Page | None, page: Page) -> None:
    """Publish a new page right after `before`; without it, as the first below `parent`."""
    first = parent.get_first_child()
    if before is not None:
        _now(before).add_sibling("right", instance=page)
    elif first is not None and isinstance(page, LessonPage):
        first.add_sibling("left", instance=page)
    else:
        parent.add_child(instance=page)
    page.save_revision().publish()


def _now(page: _P) -> _P:
    """The page as it is by now: pages placed since it was read may have moved it within the tree."""
    return type(page).objects.get(pk=page.pk)


def _renew_page(current: Page, wanted: Page) -> None:
    page = _now(current)
    take_over(page, wanted)
    page.save_revision().publish()


def _unpublish(page: _P) -> _P:
    page = _now(page)
    page.unpublish()
    return page
