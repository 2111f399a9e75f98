"""Acts that read rows before they change them wait for each other. (SQLite lets one writer in anyway.)"""

from lms.people.models import Department, Employee


def lock_person(employee: Employee) -> None:
    """Until the transaction ends nobody else moves this person."""
    Employee.objects.select_for_update().get(pk=employee.pk)


def lock_departments() -> None:
    """Until the transaction ends nobody else changes the organisation or posts anybody into it."""
    list(Department.objects.select_for_update().order_by("pk").values_list("pk"))
