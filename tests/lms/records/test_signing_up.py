"""受講申込み: never more people than places, whatever happens at once."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from lms.ledger.models import LedgerEntry
from lms.records.holding import SessionError, announcement_of, call_off_session, change_session
from lms.records.models import SignUp, TrainingSession
from lms.records.signing_up import SignUpError, sign_up, take_back_sign_up
from tests.factories import course, department, employee, jst
from tests.lms.records import learnt

NOW = jst(2026, 6, 1, 10)
LAST = jst(2026, 6, 10, 23, 59)


def staff(count):
    seat = department()
    return [employee(seat) for _ in range(count)]


def taken(session):
    return TrainingSession.objects.get(pk=session.pk).taken


@pytest.mark.django_db
def test_a_place_is_taken_and_given_back():
    session, (person,) = learnt.session(course()), staff(1)
    sign_up(session=session, employee=person, at=LAST)
    assert (SignUp.objects.get().employee, taken(session)) == (person, 1)
    take_back_sign_up(session=session, employee=person, actor=person.staff_number, at=LAST)
    assert (SignUp.objects.get().cancelled_at, taken(session)) == (LAST, 0)
    sign_up(session=session, employee=person, at=LAST)
    assert (SignUp.objects.count(), taken(session)) == (2, 1)
    assert LedgerEntry.objects.filter(subject=f"{person.staff_number} 開催回 {session.pk}").count() == 3


@pytest.mark.django_db
def test_the_last_place_goes_once_and_comes_free_again():
    session, (one, two) = learnt.session(course(), capacity=1), staff(2)
    sign_up(session=session, employee=one, at=NOW)
    with pytest.raises(SignUpError, match="定員に達した"):
        sign_up(session=session, employee=two, at=NOW)
    take_back_sign_up(session=session, employee=one, actor=one.staff_number, at=NOW)
    sign_up(session=session, employee=two, at=NOW)
    assert taken(session) == 1


@pytest.mark.django_db
def test_what_cannot_be_is_refused_in_words_and_takes_no_place():
    session, (person,) = learnt.session(course()), staff(1)
    with pytest.raises(SignUpError, match="申し込んでいません"):
        take_back_sign_up(session=session, employee=person, actor=person.staff_number, at=NOW)
    with pytest.raises(SignUpError, match="申込期限"):
        sign_up(session=session, employee=person, at=jst(2026, 6, 11, 0, 0))
    sign_up(session=session, employee=person, at=NOW)
    with pytest.raises(SignUpError, match="既に申し込んで"):
        sign_up(session=session, employee=person, at=NOW)
    with pytest.raises(SignUpError, match="終わった"):
        take_back_sign_up(session=session, employee=person, actor=person.staff_number, at=jst(2026, 6, 19, 0, 0))
    assert taken(session) == 1


@pytest.mark.django_db
def test_nobody_signs_up_for_what_was_called_off():
    session, (person,) = learnt.session(course()), staff(1)
    for _ in range(2):
        call_off_session(session=session, actor="00001", at=NOW)
    with pytest.raises(SignUpError, match="中止"):
        sign_up(session=session, employee=person, at=NOW)
    assert LedgerEntry.objects.filter(action="開催回の中止").count() == 1


@pytest.mark.django_db
def test_a_session_whose_attendance_is_recorded_is_not_called_off():
    subject, (person,) = course(), staff(1)
    session = learnt.session(subject)
    learnt.sheet(subject, person, session=session).save()
    with pytest.raises(SessionError, match="出席を記録した"):
        call_off_session(session=session, actor="00001", at=NOW)
    session.refresh_from_db()
    assert not session.is_called_off


@pytest.mark.django_db
def test_a_session_changes_with_before_and_after_but_never_below_its_list():
    session, people = learnt.session(course()), staff(3)
    learnt.listed(session, *people)
    said = replace(announcement_of(session), capacity=3, place="中央公民館")
    change_session(session=session, announcement=said, actor="00001", at=NOW)
    assert (session.place, session.capacity) == ("中央公民館", 3)
    payload = LedgerEntry.objects.get(action="開催回の変更").payload
    assert (payload["before"]["place"], payload["after"]["place"]) == ("市役所3階会議室", "中央公民館")
    with pytest.raises(SessionError, match="申込みが3人"):
        change_session(session=session, announcement=replace(said, capacity=2), actor="00001", at=NOW)
    call_off_session(session=session, actor="00001", at=NOW)
    with pytest.raises(SessionError, match="中止"):
        change_session(session=session, announcement=said, actor="00001", at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [{"taken": 21}, {"sign_up_until": date(2026, 6, 19)}, {"ends_at": "13:30"}],
)
def test_the_database_itself_refuses(values):
    session = learnt.session(course())
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingSession.objects.filter(pk=session.pk).update(**values)


def at_once(acts):
    """Each in a thread of its own, begun together; returns what they raised."""
    barrier, raised = Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_of_many_who_press_at_once_only_as_many_come_in_as_there_are_places():
    session, people = learnt.session(course(), capacity=3), staff(8)
    refused = at_once([lambda one=one: sign_up(session=session, employee=one, at=NOW) for one in people])
    assert [type(error) for error in refused] == [SignUpError] * 5
    assert (SignUp.objects.filter(cancelled_at=None).count(), taken(session)) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_one_person_who_presses_often_at_once_comes_in_once():
    session, (person,) = learnt.session(course()), staff(1)
    refused = at_once([lambda: sign_up(session=session, employee=person, at=NOW)] * 5)
    assert [type(error) for error in refused] == [SignUpError] * 4
    assert (SignUp.objects.count(), taken(session)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_coming_and_going_at_once_keeps_the_count_true():
    session, people = learnt.session(course(), capacity=4), staff(8)
    learnt.listed(session, *people[:4])
    leave = [
        lambda one=one: take_back_sign_up(session=session, employee=one, actor=one.staff_number, at=NOW)
        for one in people[:4]
    ]
    enter = [lambda one=one: sign_up(session=session, employee=one, at=NOW) for one in people[4:]]
    assert all(isinstance(error, SignUpError) for error in at_once([*leave, *enter]))
    assert taken(session) == SignUp.objects.filter(cancelled_at=None).count() <= 4
