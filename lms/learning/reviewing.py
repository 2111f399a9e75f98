"""A submitted attempt, question by question: what was answered, what was right, and why. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.outline import LessonEntry, Outline
from quizzes.drawing import Asked, Paper
from quizzes.grading import Graded, Result
from quizzes.kinds import Content
from quizzes.kinds.kind import Line
from quizzes.models import Attempt


@dataclass(frozen=True)
class Reviewed:
    """One question with its mark."""

    asked: Asked
    content: Content
    mark: Graded
    lesson: LessonEntry | None

    @property
    def number(self) -> str:
        """The position as a text, which templates write more readily than a number."""
        return str(self.mark.position)

    @property
    def answered(self) -> bool:
        return bool(self.mark.value)

    @property
    def partly(self) -> bool:
        return 0 < self.mark.score < 1

    @property
    def percent(self) -> int:
        return int(100 * self.mark.score)

    @property
    def scene(self) -> str:
        return self.asked.rules.scene(self.content)

    @property
    def parts(self) -> Sequence[Content]:
        """The questions about one scene, each with its explanation; of other kinds none."""
        found: Sequence[Content] = self.content.get("parts", ())
        return found

    @property
    def told(self) -> list[str]:
        """The answer in words, without what was right."""
        return self.asked.rules.told(self.content, self.asked.order, self.mark.value)

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.asked.rules.grade(self.content, self.asked.order, self.mark.value).lines


def reviewed(attempt: Attempt, contents: Sequence[Content], outline: Outline | None) -> list[Reviewed]:
    """The questions in the order asked, each with the chapter that explains it where `outline` has it."""
    marks = Result.from_json(attempt.result).marks
    questions = Paper.from_json(attempt.paper).questions
    lessons = {lesson.key: lesson for lesson in outline.lessons} if outline else {}
    return [
        Reviewed(asked, content, mark, _lesson(content, lessons))
        for asked, content, mark in zip(questions, contents, marks, strict=True)
    ]


def _lesson(content: Content, lessons: Mapping[str, LessonEntry]) -> LessonEntry | None:
    return lessons.get(content.get("lesson_key", ""))
