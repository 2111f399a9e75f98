"""修了証書: what one person's numbered paper says."""

from lms.certificates.papers.given import Given
from lms.certificates.papers.wording import digits, training_name, without_marks
from lms.lib.fiscal_year import era_date_wide, fiscal_year_of, local_date
from lms.people.naming import name_on_papers
from lms.records.models import Completion

LAYOUT = "personal"


def payload(*, number: str, public_id: str, completion: Completion, given: Given) -> dict[str, object]:
    """Every word of the paper. Department and job title are those of the 修了日, the name is the one the city has
    decided to print."""
    year = fiscal_year_of(completion.completed_at)
    training = without_marks(training_name(year, completion.course_title))
    post = [completion.department_name, completion.job_title]
    return {
        "layout": LAYOUT,
        "title": "修了証書",
        "number": number,
        "post": digits("　".join(word for word in post if word)),
        "name": name_on_papers(completion.employee, given.city),
        "body": [f"あなたは{training}の課程を", "修了したので　これを証します"],
        "completed": {"label": "修了日", "date": era_date_wide(local_date(completion.completed_at))},
        "given_on": era_date_wide(given.on),
        "signer": {"title": digits(given.signer.title), "name": given.signer.name},
        "seal": given.city.seal_text,
        "foot": f"交付番号　{number}",
        "public_id": public_id,
        "check": given.check(public_id),
    }
