"""The bench's courses: as many as asked, each with the chapters and questions of a shipped one."""

import json
import re
import shutil
from pathlib import Path

from courses.loading.files import LIBRARY
from lms.people.roles import Office

# The shipped course that all are made of. It stands first under its own code, so its drawings are shown.
MEASURED = "S-01"
SHIPPED = LIBRARY / MEASURED
_QUESTION = "[[question]]\n"
_CHOOSING = re.compile(r'\Akey = .*\nkind = "(single|multiple|true_false)"\n')


def write_library(folder: Path, courses: int) -> None:
    """A library of `courses` courses, turn by turn of the one and the other office."""
    offices = (Office.SECURITY, Office.DX)
    codes = [MEASURED, *(f"B-{number:02}" for number in range(2, courses + 1))]
    for number, code in enumerate(codes):
        shutil.copytree(SHIPPED, folder / code)
        _rename(folder / code / "course.toml", code=code, office=offices[number % 2])
        _rename(folder / code / "questions.toml", code=code)
        _keep_choosing(folder / code / "questions.toml")
    for name in ("city.toml", "glossary.toml"):
        shutil.copy(SHIPPED.parent / name, folder)
    (folder / "curricula.toml").write_text(
        "".join(_curriculum(office, codes[at::2]) for at, office in enumerate(offices))
    )


def _curriculum(office: Office, codes: list[str]) -> str:
    code = {Office.DX: "DX", Office.SECURITY: "SEC"}[office]
    words = {"code": code, "title": f"{code}の課程", "summary": "計測用", "office": office.value, "courses": codes}
    return "[[curriculum]]\n" + "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in words.items()
    )


def _keep_choosing(path: Path) -> None:
    """The learners of the bench choose; they do not type, match or order."""
    head, *questions = path.read_text(encoding="utf-8").split(_QUESTION)
    kept = [question for question in questions if _CHOOSING.search(question)]
    path.write_text(_QUESTION.join([head, *kept]), encoding="utf-8")


def _rename(path: Path, **values: str) -> None:
    """Write other values behind these names, wherever the file has them."""
    text = path.read_text(encoding="utf-8")
    for name, value in values.items():
        text = re.sub(rf'^{name} = ".*"$', f'{name} = "{value}"', text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
