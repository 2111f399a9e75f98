"""The question bank in the editor: an office, an author, their bank and that of the other office."""

import pytest
from django.contrib.auth.models import Group, Permission

from lms.people.roles import Office, Role
from quizzes.models import QuestionBank, Quiz
from quizzes.ownership import CONTENT_ROLES, group_name
from tests import factories
from tests.quizzes import samples


@pytest.fixture
def groups(db):
    access = Permission.objects.get(codename="access_admin")
    for role in CONTENT_ROLES:
        Group.objects.create(name=group_name(role)).permissions.add(access)


@pytest.fixture
def bank(db):
    return samples.quiz().bank


@pytest.fixture
def other(db):
    """The other office's bank, with a question that could leak."""
    found = QuestionBank.objects.create(code="D-01", title="DXの問題集", office=Office.DX)
    samples.item(found, "secret", samples.question(stem="DXの秘密の問い。"))
    Quiz.objects.create(code="D-01", title="DXのテスト", bank=found, draws=1)
    return found


@pytest.fixture
def office(client, groups):
    client.force_login(factories.viewer_of(Role.SECURITY_OFFICE).user)
    return client


@pytest.fixture
def author(client, groups):
    client.force_login(factories.viewer_of(Role.SECURITY_AUTHOR).user)
    return client
