"""The acts by which the results of a 標的型訓練 come into the books."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from lms.ledger.appending import append
from lms.records.drill import DrillResult, PhishingDrill

_CHUNK = 2000


@transaction.atomic
def found_drill(*, title: str, sent_on: date, actor: str, at: datetime) -> PhishingDrill:
    """The drill of this title and day: the one in the books, or a new one."""
    drill = PhishingDrill(title=title, sent_on=sent_on, recorded_at=at)
    try:
        with transaction.atomic():
            drill.save(force_insert=True)
    except IntegrityError:  # it is there, perhaps by another press in this moment
        return PhishingDrill.objects.standing().get(title=title, sent_on=sent_on)
    append(actor=actor, action="標的型訓練の登録", subject=f"訓練 {drill.pk}", at=at, facts=[drill])
    return drill


@transaction.atomic
def withdraw_drill(*, drill: PhishingDrill, actor: str, at: datetime) -> None:
    """It was registered wrongly: neither it nor its results are shown any more. Said again: nothing."""
    if PhishingDrill.objects.standing().filter(pk=drill.pk).update(voided_at=at):
        payload = {"voided": {PhishingDrill._meta.label: [drill.pk]}}
        append(actor=actor, action="標的型訓練の登録の取消し", subject=f"訓練 {drill.pk}", at=at, payload=payload)


@transaction.atomic
def record_drill_results(*, drill: PhishingDrill, results: Sequence[DrillResult], actor: str, at: datetime) -> None:
    """What each of these people did, in place of what was said of them before. The trace names nobody."""
    people = [result.employee_id for result in results]
    replaced: list[int] = []
    for start in range(0, len(people), _CHUNK):
        chunk = people[start : start + _CHUNK]
        standing = DrillResult.objects.filter(drill=drill, employee__in=chunk, voided_at=None)
        ids = list(standing.values_list("pk", flat=True))
        DrillResult.objects.filter(pk__in=ids).update(voided_at=at)
        replaced += ids
    rows = DrillResult.objects.bulk_create(results, batch_size=_CHUNK)
    payload = {"voided": {DrillResult._meta.label: replaced}} if replaced else {}
    subject = f"訓練 {drill.pk}"
    append(actor=actor, action="標的型訓練の結果の記録", subject=subject, at=at, payload=payload, facts=rows)
