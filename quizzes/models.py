"""Question banks and tests; what an attempt asked and was answered. Knows no page and no course."""

from quizzes.attempt import Attempt, Response
from quizzes.bank import Item, ItemVersion, QuestionBank
from quizzes.quiz import Allowance, Quiz, QuizPart

__all__ = ["Allowance", "Attempt", "Item", "ItemVersion", "QuestionBank", "Quiz", "QuizPart", "Response"]
