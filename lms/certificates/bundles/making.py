"""The making of a bundle: ordered by a person, made by one worker under a lease, stopped and gone on with at will."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lms.certificates.bundles.files import path_of
from lms.certificates.bundles.writing import WRITERS, Contents
from lms.certificates.drawing import PaperLostError
from lms.certificates.models import Bundle
from lms.ledger.appending import append
from lms.lib.kept_files import whole_file
from lms.lib.work import Hold, done_under, take

_EACH = 20
# Of so many papers a bundle is made while the person waits; a list needs no papers to be read.
_AT_ONCE = {Bundle.Form.ZIP: 100, Bundle.Form.PRINT: 100, Bundle.Form.LIST: 2000}


@dataclass(frozen=True)
class Choice:
    """What is taken out: certificates in their order, and in words and conditions how they were chosen."""

    title: str
    papers: Sequence[int]
    offices: Sequence[str]
    conditions: dict[str, str]


@transaction.atomic
def order_bundle(*, choice: Choice, form: str, purpose: str, actor: str, at: datetime) -> Bundle:
    """Write down what is wanted, with its trace in the ledger: the conditions and the size, never the names."""
    bundle = Bundle.objects.create(
        form=form, title=choice.title, purpose=purpose, papers=list(choice.papers), offices=sorted(choice.offices),
        total=len(choice.papers), ordered_at=at, ordered_by=actor,
    )  # fmt: skip
    append(
        actor=actor, action="出力", subject=f"{choice.title} {bundle.get_form_display()}", at=at,
        payload={"purpose": purpose, "conditions": choice.conditions, "rows": bundle.total},
    )  # fmt: skip
    return bundle


def is_small(bundle: Bundle) -> bool:
    return bundle.total <= _AT_ONCE[Bundle.Form(bundle.form)]


def make_bundle(*, bundle_id: int, now: Callable[[], datetime]) -> None:
    """Put the papers together, unless somebody else does it or nobody wants it any more; always from the beginning."""
    hold = take(Bundle, bundle_id, now(), done=0)
    if hold is None:
        return
    bundle: Bundle = hold.work
    with done_under(hold, PaperLostError), whole_file(path_of(bundle)) as file:
        contents = Contents(bundle.title, bundle.papers, now())
        WRITERS[Bundle.Form(bundle.form)](file, contents, _told(hold, bundle.total, now))


def _told(hold: Hold, total: int, now: Callable[[], datetime]) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if done % _EACH == 0 or done == total:
            hold.tell(done, now())

    return tell
