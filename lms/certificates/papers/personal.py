"""修了証書: what one person's numbered paper says."""

from collections.abc import Callable

from lms.certificates.papers.design import Form, Style
from lms.certificates.papers.given import Given, signed_by
from lms.certificates.papers.placeholders import filled
from lms.certificates.papers.vertical_words import vertical, vertical_number
from lms.certificates.papers.wording import digits, training_name, without_marks
from lms.lib.fiscal_year import era_date_wide, fiscal_year_name_wide, fiscal_year_of, local_date
from lms.people.naming import name_on_papers
from lms.records.models import Completion

LAYOUT = "personal"
_VERTICAL = "vertical"
_Way = Callable[[str], str]


def way_of(layout: str) -> _Way:
    """How a paper writes words with numbers or letters in them; names stay as they are held."""
    return vertical if layout == _VERTICAL else digits


def payload(*, number: str, public_id: str, completion: Completion, given: Given, style: Style) -> dict[str, object]:
    """Every word of the paper. Department and job title are those of the 修了日, the name is the one the city has
    decided to print."""
    layout = _VERTICAL if style.design.form == Form.VERTICAL else LAYOUT
    way = way_of(layout)
    post = [completion.department_name, completion.job_title]
    return {
        "layout": layout,
        "design": style.frozen(),
        "title": style.design.title,
        "number": vertical_number(number) if layout == _VERTICAL else number,
        "post": way("　".join(word for word in post if word)),
        "name": name_on_papers(completion.employee, given.city),
        "body": filled(style.design.body, _words(completion, given, way)),
        "completed": {"label": "修了日", "date": way(_completed_on(completion))},
        "given_on": way(era_date_wide(given.on)),
        "signer": signed_by(given.signer, way),
        "seal": style.seal_text,
        "foot": f"交付番号　{number}",
        "public_id": public_id,
        "check": given.check(public_id),
    }


def _words(completion: Completion, given: Given, way: _Way) -> dict[str, str]:
    """What stands in the body in the place of the words in braces."""
    year = fiscal_year_of(completion.completed_at)
    training = without_marks(training_name(year, completion.course_title))
    return {
        "氏名": name_on_papers(completion.employee, given.city),
        "所属": way(completion.department_name),
        "職名": way(completion.job_title),
        "研修名": way(training),
        "年度": way(fiscal_year_name_wide(year)),
        "修了日": way(_completed_on(completion)),
        "交付日": way(era_date_wide(given.on)),
        "団体名": given.city.name,
    }


def _completed_on(completion: Completion) -> str:
    return era_date_wide(local_date(completion.completed_at))
