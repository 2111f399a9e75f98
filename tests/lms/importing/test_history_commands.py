"""import_completions and import_drill: exit codes, JSON and words."""

import json

import pytest
from django.core.management import CommandError

from lms.records.models import Completion, DrillResult, PhishingDrill
from tests import factories as make
from tests.demo import stop_the_clock
from tests.factories import jst
from tests.lms.importing.history_samples import drill_file, history_file
from tests.lms.importing.test_command import run

pytestmark = pytest.mark.django_db
DRILL = ("--title", "第1回", "--on", "R8.6.1")


@pytest.fixture(autouse=True)
def town(monkeypatch):
    stop_the_clock(monkeypatch, jst(2026, 9, 15).date())
    make.course()
    return make.employee(make.department(), "00123")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file.csv"


def test_without_apply_the_plan_is_shown_and_nothing_is_written(file):
    file.write_bytes(history_file({}))
    code, out = run("import_completions", file, "--json")
    assert json.loads(out) == {
        "new": 1, "changed": 0, "moved": 0, "left": 0, "unchanged": 0, "errors": [], "applied": False,
    }  # fmt: skip
    assert (code, Completion.objects.count()) == (0, 0)


def test_with_apply_it_is_written_and_again_changes_nothing(file):
    file.write_bytes(history_file({}))
    first = json.loads(run("import_completions", file, "--apply", "--json")[1])
    again = json.loads(run("import_completions", file, "--apply", "--json")[1])
    assert (first["new"], first["applied"]) == (1, True)
    assert (again["new"], again["unchanged"], again["applied"]) == (0, 1, True)
    assert Completion.objects.get().recorded_by == "command:import_completions"


def test_errors_end_with_1_and_are_told_in_words_and_json(file):
    file.write_bytes(history_file({}, {"職員番号": "99999"}))
    code, out = run("import_completions", file, "--apply", "--json")
    assert (code, json.loads(out)["applied"], Completion.objects.count()) == (1, False, 0)
    assert [(error["row"], error["column"], error["text"]) for error in json.loads(out)["errors"]] == [
        (3, "職員番号", "99999")
    ]
    _, said = run("import_completions", file)
    assert said.splitlines() == [
        "エラー 1件",
        "  3行目　職員番号「99999」　この職員番号の職員は登録されていません。"
        "番号を直すか、先に職員のファイルを取り込んでください。",
        "新規 1件　変更 0件　変更なし 0件",
        "エラーがあるため反映していません。",
    ]


def test_what_was_taken_back_is_noted(file, town):
    file.write_bytes(history_file({}))
    run("import_completions", file, "--apply")
    make.cancelled(Completion.objects.get(), jst(2026, 9, 15), town)
    assert "注意　2行目　この行の修了は、記録した後に取り消されています。" in run("import_completions", file)[1]


def test_a_drill_comes_in_with_its_results(file):
    file.write_bytes(drill_file({"開封日時": "R8.6.1 10:30"}))
    looked = run("import_drill", file, *DRILL)[1]
    assert looked.endswith("確認だけをしました。反映するには、--apply を付けて実行してください。\n")
    assert not PhishingDrill.objects.exists()
    for _ in range(2):
        out = json.loads(run("import_drill", file, *DRILL, "--apply", "--json")[1])
    assert (out["unchanged"], PhishingDrill.objects.count(), DrillResult.objects.count()) == (1, 1, 1)


def test_a_file_that_is_not_there_is_said_in_words(file):
    with pytest.raises(CommandError, match="読めません"):
        run("import_completions", file)
