"""What is pressed to see pages that no link leads to. Each act takes its pictures on the way."""

from collections.abc import Callable
from io import StringIO
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page

from courses.library_part import LibraryPart
from courses.loading.load import load_curricula
from courses.models import LessonPage
from courses.outline import outline
from lms.certificates.models import Batch
from lms.duties.models import TrainingPlan
from lms.ledger.appending import append
from lms.lib import clock
from lms.lib.fiscal_year import fiscal_year
from lms.people.models import Employee
from quizzes.drawing import draw
from quizzes.kinds import KINDS
from quizzes.models import Attempt, Item, ItemVersion, Quiz
from tests.browser.acts import answer_rightly, press, read_to_the_end
from tests.browser.apart import apart
from tests.screens.work import COURSE as _COURSE
from tests.screens.work import ONE_BY_ONE

Take = Callable[..., None]
Act = Callable[[Page, Employee, Take], None]
_CHAPTER = "02-mail"


def begin_a_test(page: Page, person: Employee, take: Take) -> None:
    """Read what is left, answer all but two questions, submit."""
    course = Quiz.objects.get(code=_COURSE).pages.get().get_parent().specific.course
    for lesson in outline(course).lessons:
        page.goto(reverse("lesson", args=[_COURSE, lesson.key]))
        read_to_the_end(page)
    page.goto(reverse("quiz", args=[_COURSE]))
    take(page, "quiz")
    press(page.get_by_role("button", name="受験"))
    answer_rightly(page, person, but_last=2)
    take(page, "attempt")
    press(page.get_by_role("button", name="解答を保存して確認へ進む"))
    take(page, "attempt_confirm")
    press(page.get_by_role("button", name="解答を提出する"))
    take(page, "attempt_result")


def see_every_kind(page: Page, person: Employee, take: Take) -> None:
    """A test with one question of each kind, drawn from all banks."""
    page.goto(reverse("attempt", args=[apart(lambda: _of_every_kind(person).pk)]))
    for place, kind in enumerate(KINDS.values()):
        take(page, "attempt", f"question-{kind.name}", page.locator("fieldset.question").nth(place), kind.label)


def see_one_question(page: Page, person: Employee, take: Take) -> None:
    """A test that shows one question after the other."""
    page.goto(reverse("attempt_question", args=[apart(lambda: _of_every_kind(person, ONE_BY_ONE).pk), 2]))
    take(page, "attempt_question")


def _of_every_kind(person: Employee, code: str = _COURSE) -> Attempt:
    approved = ItemVersion.objects.current().filter(item__state=Item.State.APPROVED).order_by("pk")
    versions = [approved.filter(item__kind=kind)[0] for kind in KINDS]
    quiz, at = Quiz.objects.get(code=code), clock.now()
    number = Attempt.objects.filter(employee=person, quiz=quiz).count() + 1
    with transaction.atomic():
        attempt = Attempt.objects.create(
            employee=person, quiz=quiz, number=number, paper=draw(versions, Random(1)).to_json(),
            pass_percent=quiz.pass_percent, recorded_at=at,
        )  # fmt: skip
        append(actor="-", action="受験（見本）", subject=Attempt._meta.label, at=at, facts=[attempt])
    return attempt


def ask_a_line(page: Page, person: Employee, take: Take) -> None:
    """Whom a new line of next year's draft would ask."""
    draft = TrainingPlan.objects.filter(state=TrainingPlan.State.DRAFT, office="security").get()
    page.goto(reverse("plan_requirement", args=[draft.pk]))
    take(page, "plan_requirement", "plan_requirement-empty")
    page.locator("[name=training]").select_option(index=1)
    page.locator("[name=opens_on]").fill(f"{draft.fiscal_year}-06-01")
    page.locator("[name=due_on]").fill(f"{draft.fiscal_year}-07-16")
    press(page.get_by_role("button", name="対象者を確かめる"))
    take(page, "plan_requirement")


def choose_papers(page: Page, person: Employee, take: Take) -> None:
    """What is asked before 修了証書 are given, and what is there once they are."""
    page.goto(reverse("papers"))
    press(page.get_by_role("button", name="確認へ進む").last)
    take(page, "papers_confirm")
    page.get_by_label("決裁日").fill(clock.today().isoformat())
    page.get_by_label("決裁権者").fill("総務課長")
    page.get_by_label("文書番号").fill("総第8-120号")
    press(page.get_by_role("button", name="修了証書を交付する"))
    take(page, "paper_batch")
    page.goto(reverse("paper_batch_reissue", args=[Batch.objects.latest("pk").pk]))
    take(page, "paper_batch_reissue")


def order_an_archive(page: Page, person: Employee, take: Take) -> None:
    """監査資料, once the worker has made it."""
    page.goto(reverse("audit_archives"))
    page.locator("select[name=purpose]").select_option(index=1)
    press(page.get_by_role("button", name="監査資料を作成する"))
    page.get_by_role("link", name="ファイルを保存する").wait_for(timeout=120_000)
    take(page, "audit_archive")


def work_the_night(page: Page, person: Employee, take: Take) -> None:
    """So that its page has something to tell; but not in which folder this city was."""
    apart(lambda: call_command("nightly", verbosity=0, stdout=StringIO()))
    page.goto(reverse("nights"))
    for cell in page.get_by_text(_folder()).all():
        cell.evaluate("(cell, folder) => { cell.textContent = cell.textContent.replace(folder, '') }", _folder())
    take(page, "nights")


def _folder() -> str:
    return str(settings.DATA_DIR)


def keep_back_a_chapter(page: Page, person: Employee, take: Take) -> None:
    """As if the city had changed a chapter of an older library."""
    apart(_keep_back)


def _keep_back() -> None:
    LessonPage.objects.filter(key=_CHAPTER, path__startswith=_course_path()).update(title="不審なメール（垂水市版）")
    LibraryPart.objects.filter(path=f"{_COURSE}/lessons/{_CHAPTER}").update(digest="older")
    load_curricula(from_fiscal_year=fiscal_year(clock.today()), at=clock.now())


def _course_path() -> str:
    return Quiz.objects.get(code=_COURSE).pages.get().get_parent().path
