"""施策 and 取組 of the DX plan: reports are cut by what the courses belong to."""

from collections.abc import Iterable

from courses.models import Course


def measures(courses: Iterable[Course]) -> dict[str, str]:
    """Keys for addresses and names for people: each 施策, and after it each 取組: 「12」 施策12, 「12-①」 施策12-①."""
    found: dict[str, str] = {}
    for course in sorted(courses, key=lambda course: (course.measure.zfill(4), course.action)):
        if course.measure:
            found[course.measure] = f"施策{course.measure}"
            found[course.measure_key] = course.measure_name
    return found


def of_measure(courses: Iterable[Course], key: str) -> tuple[Course, ...]:
    """The courses of a 施策 or of one 取組; all of them without a key."""
    return tuple(course for course in courses if key in ("", course.measure, course.measure_key))
