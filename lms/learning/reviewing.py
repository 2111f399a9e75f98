"""A submitted attempt, question by question: what was chosen, what was right, and why. Pure."""

from dataclasses import dataclass

from courses.outline import LessonEntry, Outline
from quizzes.drawing import AskedOption, AskedQuestion, Paper
from quizzes.grading import Mark, Result
from quizzes.models import Attempt


@dataclass(frozen=True)
class ReviewedOption:
    """An option as the result page shows it."""

    option: AskedOption
    chosen: bool

    @property
    def told(self) -> bool:
        """Its own explanation is worth reading where it was chosen or should have been."""
        return bool(self.option.feedback) and (self.chosen or self.option.right)


@dataclass(frozen=True)
class Reviewed:
    """One question with its mark."""

    question: AskedQuestion
    mark: Mark
    lesson: LessonEntry | None

    @property
    def options(self) -> list[ReviewedOption]:
        return [ReviewedOption(option, option.id in self.mark.chosen) for option in self.question.options]


def reviewed(attempt: Attempt, outline: Outline | None) -> list[Reviewed]:
    """The questions in the order asked, each with the chapter that explains it where `outline` has it."""
    marks = Result.from_json(attempt.result).marks
    questions = Paper.from_json(attempt.paper).questions
    lessons = {lesson.key: lesson for lesson in outline.lessons} if outline else {}
    return [Reviewed(q, mark, lessons.get(q.lesson_key)) for q, mark in zip(questions, marks, strict=True)]
