"""What a person is called: on pages, on papers, and how a clerk corrects it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from lms.accounts.models import User
from lms.ledger.appending import append
from lms.lib.text_keys import search_key
from lms.people.locking import lock_person
from lms.people.models import City, Employee
from lms.people.refusals import RefusedError

_KEY_LENGTH = 100


@dataclass(frozen=True, kw_only=True)
class Names:
    """`usual_name` is the 旧姓・通称 by which somebody is to be shown; empty for most."""

    name: str
    kana: str
    usual_name: str
    email: str


def name_on_papers(employee: Employee, city: City) -> str:
    """The name that a certificate carries, as the city has decided."""
    usual = employee.usual_name if city.paper_name == City.PaperName.USUAL else ""
    return usual or employee.name


@transaction.atomic
def correct_names(*, employee: Employee, names: Names, actor: str, at: datetime) -> None:
    """Names have no dates: the row says what a person is called now, and the ledger what it said before."""
    lock_person(employee)
    known = Employee.objects.get(pk=employee.pk)
    changes = {
        key: [getattr(known, key), value] for key, value in asdict(names).items() if getattr(known, key) != value
    }
    if not changes:
        raise RefusedError("変わるところがありません。新しい内容を入力してください。")
    keys = {
        "name_key": search_key(names.name)[:_KEY_LENGTH],
        "kana_key": search_key(names.kana)[:_KEY_LENGTH],
        "usual_key": search_key(names.usual_name)[:_KEY_LENGTH],
    }
    Employee.objects.filter(pk=employee.pk).update(**asdict(names), **keys)
    User.objects.filter(pk=known.user_id).update(name=names.usual_name or names.name, email=names.email)
    append(
        actor=actor, action="職員情報の訂正", subject=employee.staff_number, at=at, payload={"changes": changes},
        watched={Employee: [employee.pk]},
    )  # fmt: skip
