"""What a training office has to do: dated tasks first, figures second. Pure; the view brings the rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from lms.duties.announcing import ANNOUNCED_IN
from lms.duties.changing import CHANGEABLE
from lms.duties.counting import Counts, total
from lms.duties.models import Requirement, TrainingPlan
from lms.duties.wording import unknown_departments
from lms.importing.models import ImportBatch
from lms.lib.fiscal_year import era_date, fiscal_year, fiscal_year_name, last_day
from lms.office.returning import Return
from lms.people.organisation import Node, Organisation
from lms.people.roles import Office
from lms.reports.groups import Group
from quizzes.models import Quiz

_SHOWN = 3
_PLANNING_MONTHS = (1, 2, 3)
_LETTER_AHEAD = timedelta(days=30)
_LETTER_LATE = "実施期間が始まりました。通知した後に、通知日と文書番号を記録します。"


@dataclass(frozen=True)
class Task:
    """One line of やること."""

    title: str
    note: str
    due_on: date | None
    url: str
    late: bool = False


@dataclass(frozen=True)
class CourseFigures:
    """n/N of one 研修."""

    requirement: Requirement
    counts: Counts


def dated_first(tasks: Iterable[Task]) -> list[Task]:
    """What is late, then what has a day, the nearest first, then the rest in its order."""
    return sorted(tasks, key=lambda task: (not task.late, task.due_on is None, task.due_on or date.max))


def course_figures(
    requirements: Iterable[Requirement], counts: Mapping[tuple[int, int], Counts]
) -> list[CourseFigures]:
    """The city's counts of each requirement."""
    return [
        CourseFigures(r, total(c for (course, _), c in counts.items() if course == r.course_id)) for r in requirements
    ]


def plan_tasks(plans: Iterable[TrainingPlan]) -> Iterator[Task]:
    for plan in plans:
        url = reverse("plan", args=[plan.pk])
        if plan.state == TrainingPlan.State.DRAFT:
            yield Task(f"{plan.title}の承認を入力する", "承認した会議等、承認日、文書番号を入力します。", None, url)
        elif plan.state == TrainingPlan.State.APPROVED:
            yield Task(f"{plan.title}を開始する", "開始すると、受講対象者が決まります。", None, url)


def year_tasks(plans: Sequence[TrainingPlan], offices: Iterable[Office], on: date) -> Iterator[Task]:
    """Last year's plan is reported and closed; from January on next year's is made."""
    year = fiscal_year(on)
    for plan in plans:
        if plan.fiscal_year < year and plan.state == TrainingPlan.State.RUNNING:
            note = "会議等に報告した後に、報告済みにします。"
            yield Task(
                f"{plan.title}の実施状況を報告する", note, None, reverse("plan_report", args=[plan.pk]), late=True
            )
    for office in offices if on.month in _PLANNING_MONTHS else ():
        if not any(plan.office == office and plan.fiscal_year == year + 1 for plan in plans):
            title = f"{fiscal_year_name(year + 1)}の研修計画を作成する（{office.label}）"
            yield Task(title, "前年度の計画を写すこともできます。", last_day(year), reverse("year_change"))


def notice_tasks(requirements: Iterable[Requirement], on: date) -> Iterator[Task]:
    """Trainings without a letter on record that begin soon, or have begun; of a plan that is approved or runs."""
    for one in requirements:
        if one.plan.state in ANNOUNCED_IN and one.opens_on <= on + _LETTER_AHEAD:
            title, url = f"「{one.course.title}」の実施を各所属に通知する", reverse("plan_circular", args=[one.plan_id])
            late = one.opens_on <= on
            note = _LETTER_LATE if late else "対象者、実施期間、受講方法を通知し、通知したことを記録します。"
            yield Task(title, note, one.opens_on, url, late=late)


def audience_tasks(requirements: Iterable[Requirement], organisation: Organisation, on: date) -> Iterator[Task]:
    """Trainings of an approved or running plan that ask a department which a reorganisation has ended."""
    for one in requirements:
        gone = unknown_departments(one.audience, organisation) if one.plan.state in CHANGEABLE else []
        if gone:
            codes = "、".join(f"「{code}」" for code in gone)
            title, url = f"「{one.course.title}」の対象者を改める", reverse("requirement_change", args=[one.pk])
            yield Task(title, f"対象者の条件にある所属コード{codes}は、{era_date(on)}の組織にありません。", None, url)


def exemption_tasks(waiting: int) -> Iterator[Task]:
    if waiting:
        yield Task("免除の申出を決定する", f"決定を待っている申出が{waiting}件あります。", None, reverse("exemptions"))


def sheet_tasks(waiting: int, sent_back: int) -> Iterator[Task]:
    """What other people wrote down waits for one's look; what one wrote oneself was sent back."""
    if waiting:
        note = f"ほかの人が記録した出席簿等が{waiting}件あります。確認すると修了になります。"
        yield Task("確認待ちの記録を確認する", note, None, reverse("sheets_waiting"))
    if sent_back:
        note = f"差し戻された記録が{sent_back}件あります。理由を確かめて、もう一度記録します。"
        yield Task("差し戻された記録を直す", note, None, reverse("completions"))


def offer_tasks(waiting: int) -> Iterator[Task]:
    """What the library newly says of things that the office has edited."""
    if waiting:
        note = f"編集したため据え置いた教材が{waiting}件あります。市の文を残すか、新しい文にするかを選びます。"
        yield Task("教材の更新を確かめる", note, None, reverse("library_offers"))


def short_test_tasks(short: Iterable[Quiz]) -> Iterator[Task]:
    """Tests that people may take and nobody can begin."""
    for test in short:
        note = "承認済みの問題が出題数より少ないため、受験できません。問題を承認するか、出題数を減らします。"
        url = f"{reverse('item:index')}?bank={test.bank_id}"
        yield Task(f"理解度テスト「{test.title}」を受験できるようにする", note, None, url, late=True)


def enquiry_tasks(waiting: int, oldest: date | None) -> Iterator[Task]:
    if oldest:
        note = f"回答を待っている質問が{waiting}件あります。最も古いものは{era_date(oldest)}の質問です。"
        yield Task("職員からの質問に回答する", note, None, reverse("enquiries"))


def return_tasks(returns: Sequence[Return]) -> Iterator[Task]:
    if returns:
        named = "、".join(
            f"{one.employee.shown_name}（{era_date(one.back_on)}から。受講期限は{era_date(one.due_on)}）"
            for one in returns[:_SHOWN]
        )
        more = f"、ほか{len(returns) - _SHOWN}人" if len(returns) > _SHOWN else ""
        url = f"{reverse('report_people')}?state={Group.RETURNING}"
        yield Task(f"猶予が終わる{len(returns)}人に受講を案内する", named + more, returns[0].back_on, url)


def head_tasks(units: Sequence[Node]) -> Iterator[Task]:
    """The offices cannot appoint; they see which departments nobody answers for."""
    if units:
        names = "、".join(node.name for node in units[:_SHOWN])
        more = f"、ほか{len(units) - _SHOWN}件" if len(units) > _SHOWN else ""
        url = f"{reverse('year_change')}#heads"
        yield Task("所属長の指定がない所属を確かめる", f"{names}{more}。", None, url)


def import_tasks(batches: Iterable[ImportBatch]) -> Iterator[Task]:
    """Of files that were looked at and not applied, that failed, or of which rows were left out."""
    for batch in batches:
        url = reverse("import_preview", args=[batch.pk])
        about = f"{batch.get_kind_display()}のファイル「{batch.filename}」"
        errors, left_out = batch.counts.get("errors", 0), batch.counts.get("left_out", 0)
        if batch.state == ImportBatch.State.FAILED:
            yield Task(f"{about}の取込みをやり直す", "取込みが中断しました。", None, url, late=True)
        elif batch.state == ImportBatch.State.PREVIEWED:
            note = f"誤りが{errors}件あります。" if errors else "まだ反映していません。"
            yield Task(f"{about}を反映する", note, None, url)
        elif batch.state == ImportBatch.State.APPLIED and left_out:
            yield Task(
                f"{about}の取り込まなかった行を確かめる", f"取り込まなかった行が{left_out}行あります。", None, url
            )


def period_tasks(figures: Iterable[CourseFigures], on: date) -> Iterator[Task]:
    """The end of each period that is running, and who is late where none is."""
    for one in figures:
        if one.counts.unfinished:
            yield _period_task(one, on)


def _period_task(one: CourseFigures, on: date) -> Task:
    requirement, title = one.requirement, one.requirement.course.title
    url = f"{reverse('department_report')}?course={requirement.course.code}"
    unfinished = f"未修了は{one.counts.unfinished}人です。"
    if on <= requirement.due_on:
        return Task(f"「{title}」の実施期間が終わるまでに受講を促す", unfinished, requirement.due_on, url)
    second = requirement.second_opens_on
    if second and second <= on <= requirement.second_due_on:
        return Task(f"「{title}」の追加実施期間が終わるまでに受講を促す", unfinished, requirement.second_due_on, url)
    coming = f"追加実施期間は{era_date(second)}からです。" if second and on < second else ""
    note = f"期限を過ぎた人は{one.counts.overdue}人です。{coming}"
    return Task(f"「{title}」の未修了者に受講を促す", note, second if coming else None, url, late=True)


def paper_tasks(completions_without_paper: int, departments_without_paper: int) -> Iterator[Task]:
    url = reverse("papers")
    if completions_without_paper:
        note = f"交付していない修了が{completions_without_paper}件あります。"
        yield Task("修了証書を交付する", note, None, url)
    if departments_without_paper:
        note = f"受講対象者全員が修了した所属のうち、交付していないものが{departments_without_paper}件あります。"
        yield Task("課別修了証明書を交付する", note, None, url)
