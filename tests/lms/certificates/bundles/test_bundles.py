"""Many papers in one file: what is in it, who may have it, and what becomes of work that is stopped or dies."""

import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from lms.certificates.bundles import making, writing
from lms.certificates.bundles.files import path_of, throw_away_old
from lms.certificates.bundles.making import Choice, make_bundle, order_bundle
from lms.certificates.drawing import papers
from lms.certificates.keeping import path_of as paper_path
from lms.certificates.models import Bundle, Certificate
from lms.certificates.reissuing import reissue, revoke
from lms.ledger.models import LedgerEntry
from lms.lib import clock
from lms.lib.work import let_go_on, stop
from lms.people.roles import Role
from tests import factories as make
from tests.lms.certificates.town import DECIDED, NOW, TODAY, give, give_to_department, text
from tests.markup import page, texts

FORMS = Bundle.Form
YEAR = "令和８年度"


def ordered(*rows: Certificate, form: str = FORMS.ZIP) -> Bundle:
    choice = Choice("証書", [row.pk for row in rows], ["security"], {})
    return order_bundle(choice=choice, form=form, purpose="hand-out", actor="00900", at=NOW)


def made(*rows: Certificate, form: str = FORMS.ZIP) -> bytes:
    bundle = ordered(*rows, form=form)
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.done, bundle.lease_until) == (Bundle.State.DONE, len(rows), None)
    return path_of(bundle).read_bytes()


def files(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def given(*completions) -> list[Certificate]:
    return list(give(*completions).certificates.order_by("number"))


# ---- what is in the files -------------------------------------------------------------------------------------------


def test_the_zip_holds_every_paper_as_it_is_kept_under_a_name_that_people_read(town):
    rows = [*given(town.done["髙橋"], town.done["﨑山"]), *give_to_department(town, "福祉課").certificates.all()]
    archive = files(made(*rows))
    assert archive.namelist() == [
        f"000123_髙橋　正樹_{YEAR}情報セキュリティ基礎.pdf",
        f"000007_﨑山　花子_{YEAR}情報セキュリティ基礎.pdf",
        f"0301_福祉課_{YEAR}情報セキュリティ基礎.pdf",
    ]
    kept = [content for _, content in papers(Certificate.objects.order_by("pk"), NOW)]
    assert [archive.read(name) for name in archive.namelist()] == kept


def test_names_in_the_zip_are_marked_as_unicode(town):
    (entry,) = files(made(*given(town.done["髙橋"]))).infolist()
    assert entry.flag_bits & 0x800


def test_of_two_equal_names_the_second_has_its_number(town):
    (row,) = given(town.done["髙橋"])
    new = reissue(certificate=row, reason="紛失", decision=DECIDED, on=TODAY, actor="00900", at=NOW)
    first, second = files(made(row, new)).namelist()
    assert second == first.removesuffix(".pdf") + "_第８－１号.pdf"


def test_no_name_leaves_the_folder_or_is_refused_by_windows(town):
    done = make.completion(
        make.employee(number="../9", name='a/b\\c:d*e?"<>|\u202e　.'), town.security, make.jst(2026, 6, 1),
        course_title="C:\\x/../y" * 11,
    )  # fmt: skip
    (name,) = files(made(*given(done))).namelist()
    assert not set(name) & set('/\\:*?"<>|\u202e')
    assert len(name.encode()) < 255


def test_the_print_file_has_all_pages_in_order_and_no_signature(town):
    rows = [*given(town.done["髙橋"], town.done["﨑山"]), *give_to_department(town, "福祉課").certificates.all()]
    content = made(*rows, form=FORMS.PRINT)
    pages = [shown for shown in text(content).split("\f") if shown.strip()]
    assert ["髙橋 正樹" in pages[0], "﨑山 花子" in pages[1], "福祉課長" in pages[2]] == [True] * 3
    assert PdfReader(io.BytesIO(content)).get_fields() is None


def test_the_list_says_of_each_paper_what_the_register_says(town):
    first, second = given(town.done["髙橋"], town.done["﨑山"])
    new = reissue(certificate=first, reason="紛失", decision=DECIDED, on=TODAY, actor="00900", at=NOW)
    revoke(certificate=second, reason="取り違え", on=TODAY, actor="00900", at=NOW)
    (department,) = give_to_department(town, "福祉課").certificates.all()
    sheet = load_workbook(io.BytesIO(made(first, new, second, department, form=FORMS.LIST))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=5)]
    assert [row[0] for row in rows] == ["第８－１号", "第８－１号", "第８－２号", "第８－課１号"]
    assert [row[2:5] for row in rows] == [
        ["髙橋　正樹", "000123", "福祉課"], ["髙橋　正樹", "000123", "福祉課"], ["﨑山　花子", "000007", "福祉課"],
        ["福祉課長", "0301", "福祉課"],
    ]  # fmt: skip
    assert [row[9:11] for row in rows] == [
        ["再交付により無効", "令和8年7月31日に再交付した"], ["有効", "令和8年7月31日再交付（紛失）"],
        ["取消し", "令和8年7月31日取消し（取り違え）"], ["有効", None],
    ]  # fmt: skip
    assert rows[0][11].date() == DECIDED.decided_on


def test_the_list_asks_no_more_of_the_database_for_many(town, django_assert_num_queries):
    rows = given(town.done["髙橋"], town.done["﨑山"], town.done["𠮷田"])
    contents = [writing.Contents("一覧", [row.pk for row in chosen], NOW) for chosen in (rows[:1], rows)]
    for content in contents:
        with django_assert_num_queries(3):
            writing.write_list(io.BytesIO(), content, lambda _: None)


# ---- the work -------------------------------------------------------------------------------------------------------


def test_the_order_leaves_its_trace_without_names(town):
    ordered(*given(town.done["髙橋"]))
    entry = LedgerEntry.objects.get(action="出力")
    assert (entry.actor, entry.payload["purpose"], entry.payload["rows"]) == ("00900", "hand-out", 1)
    assert "髙橋" not in str(entry.payload) + entry.subject


def test_the_file_is_for_nobody_else_on_the_machine(town):
    bundle = ordered(*given(town.done["髙橋"]))
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    assert path_of(bundle).stat().st_mode & 0o077 == 0
    assert path_of(bundle).parent.stat().st_mode & 0o077 == 0


@pytest.fixture
def each_paper_counts(monkeypatch):
    monkeypatch.setattr(making, "_EACH", 1)


def test_stopped_in_the_middle_it_leaves_no_file_and_goes_on_to_the_end(town, each_paper_counts, monkeypatch):
    rows = given(town.done["髙橋"], town.done["﨑山"], town.done["𠮷田"])
    bundle = ordered(*rows)
    told = making._told

    def stopping(hold, total, now):
        tell = told(hold, total, now)

        def both(done):
            tell(done)
            if done == 2:
                stop(hold.work)

        return both

    with monkeypatch.context() as patched:
        patched.setattr(making, "_told", stopping)
        make_bundle(bundle_id=bundle.pk, now=clock.now)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.done) == (Bundle.State.STOPPED, 2)
    assert list(path_of(bundle).parent.iterdir()) == []
    assert let_go_on(bundle, NOW)
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    assert len(files(path_of(bundle).read_bytes()).namelist()) == 3


def test_nobody_takes_a_bundle_from_a_worker_that_lives_and_anybody_from_one_that_died(town, each_paper_counts):
    bundle = ordered(*given(town.done["髙橋"]))
    Bundle.objects.update(state=Bundle.State.WORKING, holder="dead", lease_until=NOW)
    make_bundle(bundle_id=bundle.pk, now=lambda: NOW)
    assert not let_go_on(bundle, NOW)
    assert Bundle.objects.get().holder == "dead"
    make_bundle(bundle_id=bundle.pk, now=lambda: NOW + timedelta(seconds=1))
    assert Bundle.objects.get().state == Bundle.State.DONE


def test_a_worker_whose_lease_has_passed_to_another_gives_up(town, each_paper_counts, monkeypatch):
    bundle = ordered(*given(town.done["髙橋"]))
    write = making.WRITERS[FORMS.ZIP]

    def taken_over(file, contents, tell):
        Bundle.objects.update(holder="another")
        write(file, contents, tell)

    monkeypatch.setitem(making.WRITERS, FORMS.ZIP, taken_over)
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    assert Bundle.objects.get().holder == "another"
    assert not path_of(bundle).exists()


def test_a_lost_paper_ends_the_work_and_the_page_says_which(town):
    (row,) = given(town.done["髙橋"])
    Certificate.objects.filter(pk=row.pk).update(drawn_at=NOW, sha256="0" * 64)
    bundle = ordered(row)
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.FAILED
    assert bundle.notice.startswith("第８－１号の証書のファイルが失われたか")


def test_an_error_that_nobody_foresaw_goes_on_its_way_and_can_be_begun_anew(town, monkeypatch):
    bundle = ordered(*given(town.done["髙橋"]))
    with monkeypatch.context() as patched:
        patched.setitem(making.WRITERS, FORMS.ZIP, lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            make_bundle(bundle_id=bundle.pk, now=clock.now)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.notice[:9]) == (Bundle.State.FAILED, "思わぬ理由で中断し")
    assert let_go_on(bundle, NOW)
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    assert path_of(bundle).exists()


def test_after_some_days_the_night_removes_file_and_row_and_what_killed_workers_left(town):
    old, new = ordered(*given(town.done["髙橋"])), ordered(*given(town.done["﨑山"]))
    for bundle in (old, new):
        make_bundle(bundle_id=bundle.pk, now=clock.now)
    Bundle.objects.filter(pk=old.pk).update(ordered_at=NOW - timedelta(days=8))
    left = path_of(old).parent / "unfinished-x"
    left.write_bytes(b"half")
    long_ago = (NOW - timedelta(days=2)).timestamp()
    os.utime(left, (long_ago, long_ago))
    assert throw_away_old(at=NOW) == 1
    assert not left.exists()
    assert [path_of(old).exists(), path_of(new).exists()] == [False, True]
    assert list(Bundle.objects.all()) == [new]
    assert paper_path(Certificate.objects.first(), Certificate.objects.first().sha256).exists()


# ---- pages ----------------------------------------------------------------------------------------------------------


def take(client, address: str, form: str = FORMS.ZIP, **values):
    return client.post(address, {"form": form, "purpose": "hand-out"} | values)


def saved(client, bundle: Bundle) -> tuple[int, bytes]:
    """What the address of the file answers, read to its end."""
    answer = client.get(reverse("paper_bundle_file", args=[bundle.pk]))
    return answer.status_code, answer.getvalue()


@pytest.fixture
def two(town) -> list[Certificate]:
    return given(town.done["髙橋"], town.done["𠮷田"])


def register(**conditions: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in conditions.items())
    return f"{reverse('paper_register_bundle')}?{asked}"


def test_a_few_papers_are_answered_with_the_file_itself(two, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    answer = client.get(take(client, reverse("paper_batch_bundle", args=[two[0].batch_id])).url)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Cache-Control"] == "private, no-store"
    assert len(files(answer.getvalue()).namelist()) == 2


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({}, ["髙橋", "𠮷田"]), ({"office": "dx"}, []), ({"kind": "department"}, []),
        ({"subject": "S-01"}, ["髙橋", "𠮷田"]),
        ({"subject": "D-01"}, []), ({"staff_number": "000401"}, ["𠮷田"]), ({"fiscal_year": 2025}, []),
        ({"department": "福祉課"}, ["髙橋"]), ({"department": "税務課"}, ["𠮷田"]),
    ],
)  # fmt: skip
def test_a_part_of_the_register_is_taken_by_its_conditions(town, two, signed_in, conditions, names):
    if "department" in conditions:
        conditions = {"department": town.places[conditions["department"]].pk}
    client = signed_in(Role.SECURITY_OFFICE)
    shown = page(client.get(reverse("paper_register"), conditions))
    assert len(texts(shown, "tbody th")) == len(names)
    take(client, register(**conditions))
    assert [sorted(bundle.papers) for bundle in Bundle.objects.all()] == (
        [sorted(town.done[name].certificates.get().pk for name in names)] if names else []
    )


def test_papers_that_count_no_more_are_listed_and_not_handed_out(town, two, signed_in):
    revoke(certificate=two[0], reason="取り違え", on=TODAY, actor="00900", at=NOW)
    client = signed_in(Role.SECURITY_OFFICE)
    for form in (FORMS.ZIP, FORMS.LIST):
        take(client, register(), form)
    assert [bundle.total for bundle in Bundle.objects.order_by("pk")] == [1, 2]


def test_without_a_purpose_nothing_is_taken_out(two, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    answer = client.post(register(), {"form": "zip", "purpose": ""}, follow=True)
    assert "出力の目的を選んでください。" in answer.content.decode()
    assert not Bundle.objects.exists()


def test_many_papers_wait_for_a_worker_and_can_be_stopped_and_gone_on_with(two, signed_in, monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setitem(making._AT_ONCE, FORMS.ZIP, 1)
    client = signed_in(Role.SECURITY_OFFICE)
    address = take(client, register()).url
    bundle = Bundle.objects.get()
    waiting = page(client.get(address))
    assert waiting.find(id="making")["hx-trigger"] == "every 2s"
    assert saved(client, bundle)[0] == 404
    client.post(reverse("paper_bundle_stop", args=[bundle.pk]))
    stopped = page(client.get(address))
    assert not stopped.find(id="making").has_attr("hx-trigger")
    assert "もう一度始める" in stopped.get_text()
    client.post(reverse("paper_bundle_continue", args=[bundle.pk]))
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    assert "ファイルを保存する" in client.get(address).content.decode()
    status, content = saved(client, bundle)
    assert (status, len(files(content).namelist())) == (200, 2)


def test_a_bundle_is_for_the_one_who_ordered_it_while_the_papers_may_be_read(two, signed_in):
    client = signed_in(Role.SECURITY_OFFICE)
    take(client, register())
    bundle = Bundle.objects.get()
    address = reverse("paper_bundle", args=[bundle.pk])
    assert (client.get(address).status_code, saved(client, bundle)[0]) == (200, 200)
    Bundle.objects.update(offices=["security", "dx"])
    assert (client.get(address).status_code, saved(client, bundle)[0]) == (404, 404)
    colleague = signed_in(Role.SECURITY_OFFICE)
    Bundle.objects.update(offices=["security"])
    assert (colleague.get(address).status_code, saved(colleague, bundle)[0]) == (404, 404)
    assert texts(page(colleague.get(reverse("paper_bundles"))), "tbody th") == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SECURITY_AUTHOR, Role.DX_LEADER])
def test_nobody_else_takes_papers_out(two, signed_in, role):
    client = signed_in(role)
    addresses = [register(), reverse("paper_batch_bundle", args=[two[0].batch_id])]
    assert [take(client, address).status_code for address in addresses] == [404, 404]
    assert client.get(reverse("paper_bundles")).status_code == 404


def test_the_other_office_takes_none_of_ours(two, signed_in):
    client = signed_in(Role.DX_OFFICE)
    assert take(client, reverse("paper_batch_bundle", args=[two[0].batch_id])).status_code == 404
    take(client, register())
    assert not Bundle.objects.exists()
