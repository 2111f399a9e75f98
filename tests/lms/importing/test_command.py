"""The commands that other people script against: exit codes, JSON and words."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lms.importing.models import ImportBatch
from lms.people.models import Employee, Posting
from tests.lms.importing.samples import department_file, person, role_file, staff_file

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def run(*words: object) -> tuple[int, str]:
    """Exit code and standard output."""
    out = io.StringIO()
    try:
        call_command(*map(str, words), stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return int(end.code), out.getvalue()
    return 0, out.getvalue()


def test_without_apply_the_plan_is_shown_and_nothing_is_written(file):
    file.write_bytes(staff_file(person()))
    code, out = run("import_staff", file, "--on", "R8.4.1", "--json")

    assert (code, Employee.objects.count()) == (0, 0)
    assert json.loads(out) == {
        "new": 1, "changed": 0, "moved": 0, "left": 0, "unchanged": 0, "errors": [], "applied": False,
    }  # fmt: skip


def test_with_apply_the_plan_is_carried_out_and_again_changes_nothing(file):
    file.write_bytes(staff_file(person()))
    first = json.loads(run("import_staff", file, "--on", "2026-04-01", "--apply", "--json")[1])
    again = json.loads(run("import_staff", file, "--on", "2026-04-01", "--apply", "--json")[1])

    assert (first["new"], first["applied"]) == (1, True)
    assert (again["new"], again["unchanged"], again["applied"]) == (0, 1, True)
    assert ImportBatch.objects.get(kind="staff").uploaded_by == "command:import_staff"


def test_errors_end_with_1_and_name_row_column_text_and_message(file):
    file.write_bytes(staff_file(person(), person("00124", 所属コード="9999")))
    code, out = run("import_staff", file, "--on", "2026-04-01", "--apply", "--json")

    found = json.loads(out)
    assert (code, found["applied"], Employee.objects.count()) == (1, False, 0)
    assert found["errors"] == [{
        "row": 3, "column": "所属コード", "text": "9999",
        "message": "この所属コードの所属は登録されていません。コードを直すか、先に所属のファイルを取り込んでください。",
    }]  # fmt: skip


def test_the_words_put_errors_first_and_then_every_change(file):
    file.write_bytes(staff_file(person(), person("00124", 所属コード="9999")))
    _, out = run("import_staff", file, "--on", "2026-04-01")

    assert out.splitlines() == [
        "エラー 1件",
        "  3行目　所属コード「9999」　この所属コードの所属は登録されていません。"
        "コードを直すか、先に所属のファイルを取り込んでください。",
        "新規 1人　退職 0人　異動 0人　変更 0人　変更なし 0人",
        "新規",
        "  00123　髙橋　正樹　所属 総務課、職名 主査、発令日 令和6年4月1日",
        "エラーがあるため反映していません。",
    ]


def test_departments_and_roles_are_taken_in_the_same_way(file):
    file.write_bytes(department_file({"所属コード": "0103", "所属名": "財政課"}))
    assert run("import_departments", file, "--on", "2026-04-01", "--apply")[1].endswith("反映しました。\n")
    file.write_bytes(staff_file(person(所属コード="0103")))
    run("import_staff", file, "--on", "2026-04-01", "--apply")
    file.write_bytes(role_file({"所属コード": "0103"}))

    assert json.loads(run("import_roles", file, "--apply", "--json")[1])["new"] == 1


def test_a_file_that_is_not_there_is_said_in_words(file):
    with pytest.raises(CommandError, match="読めません"):
        run("import_staff", file)


def test_a_day_that_is_no_day_is_said_in_words(file):
    with pytest.raises(CommandError, match="日付として読めません"):
        run("import_staff", file, "--on", "いつか")


def test_with_skip_errors_the_rest_is_applied_and_the_exit_code_stays_1(file):
    file.write_bytes(staff_file(person(), person("00124", 所属コード="9999")))
    looked = json.loads(run("import_staff", file, "--on", "2026-04-01", "--skip-errors", "--json")[1])
    assert (looked["applied"], looked["left_out"]) == (
        False, [{"row": 3, "subject": "00124", "name": "髙橋　正樹"}],
    )  # fmt: skip
    code, out = run("import_staff", file, "--on", "2026-04-01", "--apply", "--skip-errors")

    assert (code, [person_.staff_number for person_ in Employee.objects.all()]) == (1, ["00123"])
    batch = ImportBatch.objects.get(kind="staff").pk
    assert out.splitlines()[-4:] == [
        "誤りのある行と併せて除く行 1行", "  3行目　00124　髙橋　正樹", f"取込みの番号　{batch}", "反映しました。",
    ]  # fmt: skip


def test_a_whole_replacement_asks_before_so_many_leave(file):
    file.write_bytes(staff_file(person("00001"), person("00002")))
    run("import_staff", file, "--on", "2026-04-01", "--apply")
    file.write_bytes(staff_file(person("00001")))
    words = ("import_staff", file, "--on", "2026-10-01", "--apply", "--replace-all")
    code, out = run(*words)
    assert (code, Posting.objects.known().filter(ends_on=None).count()) == (1, 2)
    assert out.splitlines()[-1].startswith("ファイルにない職員は1人で、在籍する2人の50.0％です。反映していません。")

    code, out = run(*words, "--accept-drop", "--json")
    assert (code, json.loads(out)["absent"], json.loads(out)["left"]) == (0, 1, 1)
    assert Posting.objects.known().filter(ends_on=None).count() == 1


def test_a_whole_replacement_leaves_out_nothing(file):
    file.write_bytes(staff_file(person()))
    with pytest.raises(CommandError, match="全件入替えでは"):
        run("import_staff", file, "--replace-all", "--skip-errors")
