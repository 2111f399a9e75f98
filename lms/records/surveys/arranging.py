"""The acts by which an office says what it asks after its courses."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, CharField, F, Q, QuerySet

from courses.models import Course
from lms.ledger.appending import append
from lms.lib.prepared import Parameter, Prepared, columns, unfolded
from lms.records.surveys.survey import Questionnaire, Survey
from lms.records.surveys.wording import USUAL, Wording


def survey_for(course: Course) -> Survey | None:
    """What is asked after a course: its own survey before that of its office. One query."""
    rows = _surveys(course=course.pk, office=course.office)
    if not rows:
        return None
    survey, survey.questionnaire, _ = unfolded(rows[0], Survey, Questionnaire)
    return survey if survey.is_offered else None


def wording_of(survey: Survey) -> Wording:
    asked = survey.questionnaire
    return Wording(asked.named, tuple(asked.questions), asked.text_question, survey.intro, survey.is_offered)


def standing_wording(office: str, course: Course | None) -> Wording:
    """As it is asked now; after what has no survey yet, as its office asks, or as the product brings it."""
    found = Survey.objects.filter(_own(office, course) | _own(office, None)).select_related("questionnaire")
    survey = found.order_by(F("course").asc(nulls_last=True)).first()
    return wording_of(survey) if survey else USUAL


@transaction.atomic
def set_survey(*, office: str, course: Course | None, wording: Wording, actor: str, at: datetime) -> Survey:
    """Ask like this from now on. Answers that are there stay as they were asked; said again, it changes nothing."""
    _wait_for_others()
    survey = Survey.objects.select_related("questionnaire").filter(_own(office, course)).first() or Survey(
        office=office, course=course
    )
    before = wording_of(survey) if survey.pk else None
    if wording == before:
        return survey
    survey.questionnaire, made = _questionnaire(wording, at)
    survey.intro, survey.is_offered = wording.intro, wording.is_offered
    survey.save()
    append(
        actor=actor, action="アンケートの設定", subject=_subject(survey), at=at, facts=made,
        payload={"before": before and asdict(before), "after": asdict(wording)},
    )  # fmt: skip
    return survey


@transaction.atomic
def withdraw_survey(*, survey: Survey, actor: str, at: datetime) -> None:
    """A course's own survey: from now on it is asked after as after the office's other courses."""
    payload = {"before": asdict(wording_of(survey))}
    if Survey.objects.filter(pk=survey.pk).delete()[0]:
        append(actor=actor, action="アンケートの設定の取消し", subject=_subject(survey), at=at, payload=payload)


def _wait_for_others() -> None:
    """Until the transaction ends nobody else sets a survey: of a first one there is no row yet that could be locked."""
    list(Course.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _questionnaire(wording: Wording, at: datetime) -> tuple[Questionnaire, list[Questionnaire]]:
    """One row for the same questions asked in the same way, whoever asks them and however often; and what was made."""
    asked = {"named": wording.named, "questions": list(wording.questions), "text_question": wording.text_question}
    found = Questionnaire.objects.filter(**asked).order_by("pk").first()
    if found:
        return found, []
    made = Questionnaire.objects.create(**asked, recorded_at=at)
    return made, [made]


def _own(office: str, course: Course | None) -> Q:
    return Q(course=course) if course else Q(course=None, office=office)


def _subject(survey: Survey) -> str:
    return f"アンケート {survey.course.code if survey.course else survey.office}"


def _rows_of_surveys() -> QuerySet:
    """The course's own first."""
    of_course = Q(course=Parameter("course", BigIntegerField()))
    of_office = Q(course=None, office=Parameter("office", CharField()))
    rows = Survey.objects.filter(of_course | of_office).order_by(F("course").asc(nulls_last=True))
    return rows.values_list(*columns(Survey), *columns(Questionnaire, "questionnaire__"))[:1]


_surveys = Prepared(_rows_of_surveys)
