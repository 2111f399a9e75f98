"""修了確認書: what a person prints oneself at once. No number, no seal, no row of its own: the 修了記録 on paper."""

from datetime import datetime

from django.template.loader import render_to_string

from lms.certificates.layouts.glyphs import outlines_in
from lms.certificates.papers.characters import fonts_of, marked
from lms.certificates.papers.wording import digits, training_name
from lms.lib.fiscal_year import TOKYO, era_date_wide, fiscal_year_of, local_date
from lms.lib.pdf import render_pdf
from lms.lib.wide import wide
from lms.people.models import City
from lms.people.naming import name_on_papers
from lms.records.models import Completion

_FOLDER = "certificates/confirmation"


def facts(completion: Completion, city: City) -> list[tuple[str, str]]:
    """The lines of the paper, in the words and with the department and job title of the 修了日."""
    year = fiscal_year_of(completion.completed_at)
    lines = [
        ("氏　名", name_on_papers(completion.employee, city)),
        ("職員番号", digits(completion.employee.staff_number)),
        ("所　属", digits(completion.department_name)),
        ("職　名", digits(completion.job_title)),
        ("研修名", training_name(year, completion.course_title)),
        ("修了日", era_date_wide(local_date(completion.completed_at))),
        ("受講方法", completion.get_source_display()),
    ]
    return [(label, text) for label, text in lines if text]


def confirmation_pdf(*, completion: Completion, city: City, at: datetime) -> bytes:
    """The paper, printed at `at`."""
    time = at.astimezone(TOKYO)
    printed = f"{era_date_wide(local_date(at))}　{wide(time.hour)}時{wide(f'{time.minute:02}')}分"
    lines = facts(completion, city)
    html = render_to_string(f"{_FOLDER}.html", {"facts": lines, "city": city.name, "printed": printed})
    drawn = outlines_in("".join(text for _, text in lines))
    fonts = fonts_of("confirmation", html, drawn)
    return render_pdf(marked(html, drawn), stylesheets=(render_to_string(f"{_FOLDER}.css"),), fonts=fonts)
