import pytest
from django.contrib.auth.models import Group, Permission

from lms.people.roles import Role
from quizzes.ownership import CONTENT_ROLES, group_name
from tests import factories as make


@pytest.fixture
def enter(client, db):
    """Sign in somebody with a role who may open the editor."""
    access = Permission.objects.get(codename="access_admin")
    for role in CONTENT_ROLES:
        Group.objects.create(name=group_name(role)).permissions.add(access)

    def entered(role: Role = Role.SECURITY_OFFICE):
        client.force_login(make.viewer_of(role, number=f"E{role}"[:20]).user)
        return client

    return entered
