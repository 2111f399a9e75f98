"""The whole library: its curricula with their courses (curricula.toml), and the city's own rules (city.toml)."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Model

from courses.city_rules import CityRule
from courses.course import Course, Curriculum
from courses.glossary import GlossaryTerm
from courses.loading.files import LIBRARY, CourseFiles, read_course
from courses.loading.markdown import rich_text
from courses.loading.quiz import QuizFile
from courses.loading.toml import Entry, LibraryError, code_of, content, office_of, read_toml
from courses.pages import CoursePage, LessonPage
from lms.people.roles import Office
from quizzes.models import Item, QuestionBank, Quiz, QuizPart


@dataclass(frozen=True)
class CurriculumFiles:
    """One curriculum of an office and its courses, in the order of the list."""

    code: str
    title: str
    summary: str
    office: Office
    courses: tuple[CourseFiles, ...]


@dataclass(frozen=True)
class RuleEntry:
    """What another city says differently, as the product brings it; `body` is rich text."""

    key: str
    title: str
    office: Office
    body: str


@dataclass(frozen=True)
class TermEntry:
    """A word and what it means; `also`: other ways to write it, one a line."""

    word: str
    reading: str
    also: str
    body: str
    office: Office


@dataclass(frozen=True)
class Library:
    """Everything that the product brings."""

    curricula: tuple[CurriculumFiles, ...]
    rules: tuple[RuleEntry, ...]
    terms: tuple[TermEntry, ...]

    @property
    def courses(self) -> list[CourseFiles]:
        return [course for curriculum in self.curricula for course in curriculum.courses]


def read_library(library: Path = LIBRARY) -> Library:
    """Raises LibraryError at the first mistake; each course folder stands in one curriculum."""
    listed = _table(library / "curricula.toml").known("curriculum")
    curricula = tuple(_curriculum(entry, library) for entry in listed.entries("curriculum"))
    rules = tuple(_rule(entry) for entry in _table(library / "city.toml").known("rule").entries("rule"))
    found = Library(curricula, rules, _terms(_table(library / "glossary.toml")))
    _check_folders(found, library, listed.place)
    _check_rules(found, library.name)
    _check_lengths(found, library.name)
    return found


def _table(path: Path) -> Entry:
    return read_toml(content(path), f"{path.parent.name}/{path.name}")


def _curriculum(entry: Entry, library: Path) -> CurriculumFiles:
    entry.known("code", "title", "summary", "office", "courses")
    office = office_of(entry)
    courses = tuple(read_course(library / code) for code in entry.texts("courses"))
    for course in courses:
        if course.office != office:
            raise LibraryError(entry.place, f"「{course.code}」は、ほかの担当の研修です。")
    return CurriculumFiles(code_of(entry), entry.text("title"), entry.text("summary"), office, courses)


def _rule(entry: Entry) -> RuleEntry:
    entry.known("key", "title", "office", "body")
    body = rich_text(entry.text("body"), entry.place)
    return RuleEntry(entry.text("key"), entry.text("title"), office_of(entry), body)


def _terms(table: Entry) -> tuple[TermEntry, ...]:
    table.known("office", "term")
    office = office_of(table)
    terms = tuple(_term(entry, office) for entry in table.entries("term"))
    spellings = Counter(spelling for term in terms for spelling in (term.word, *term.also.splitlines()))
    for spelling, times in spellings.items():
        if times > 1:
            raise LibraryError(table.place, f"用語「{spelling}」が二度以上書かれています。")
    return terms


def _term(entry: Entry, office: Office) -> TermEntry:
    entry.known("word", "reading", "also", "body", "office")
    also = "\n".join(entry.texts("also"))
    own = office_of(entry) if "office" in entry.values else office
    return TermEntry(entry.text("word"), entry.text("reading"), also, entry.text("body"), own)


def _check_folders(found: Library, library: Path, place: str) -> None:
    times = Counter(course.code for course in found.courses)
    for folder in sorted(path.parent.name for path in library.glob("*/course.toml")):
        if times[folder] != 1:
            raise LibraryError(place, f"「{folder}」を、一つの研修課程の「courses」に一度だけ書いてください。")


def _check_lengths(found: Library, place: str) -> None:
    for rule in found.rules:
        _check_fields(rule, f"{place}/city.toml", CityRule)
    for term in found.terms:
        _check_fields(term, f"{place}/glossary.toml", GlossaryTerm)
    for curriculum in found.curricula:
        _check_fields(curriculum, f"{place}/curricula.toml", Curriculum)
    for course in found.courses:
        _check_fields(course, f"{course.code}/course.toml", Course, CoursePage)
        for lesson in course.lessons:
            _check_fields(lesson, f"{course.code}/{lesson.key}.md", LessonPage)
        _check_quiz_lengths(course.quiz, f"{course.code}/questions.toml")


def _check_quiz_lengths(quiz: QuizFile, place: str) -> None:
    _check_fields(QuestionBank(code=quiz.bank_code, title=quiz.bank_title), place, QuestionBank)
    _check_fields(quiz, place, Quiz)
    for part in quiz.parts:
        _check_fields(part, place, QuizPart)
    for question in quiz.questions:
        _check_fields(question, place, Item)


def _check_fields(entry: object, place: str, *models: type[Model]) -> None:
    """Every text of an entry that is kept in a field of the same name, which takes so many characters."""
    for field in (field for model in models for field in model._meta.fields if field.max_length):
        text = getattr(entry, field.name, "")
        if isinstance(text, str) and len(text) > field.max_length:
            said = f"「{field.name}」は{field.max_length}字までです。{len(text)}字あります（「{text[:20]}…」）。"
            raise LibraryError(place, said)


def _check_rules(found: Library, place: str) -> None:
    keys = [rule.key for rule in found.rules]
    for course in found.courses:
        for lesson in course.lessons:
            for key in (block["value"] for block in lesson.blocks if block["type"] == "city"):
                if keys.count(key) != 1:
                    raise LibraryError(f"{course.code}/{lesson.key}.md", f"「{key}」が city.toml に一つありません。")
    if len(set(keys)) < len(keys):
        raise LibraryError(f"{place}/city.toml", "同じ「key」の決まりが二つ以上あります。")
