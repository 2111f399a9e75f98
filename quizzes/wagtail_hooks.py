"""What this room adds to the editor."""

from wagtail import hooks

from quizzes.viewsets import QuestionBankGroup


@hooks.register("register_admin_viewset")
def question_bank() -> QuestionBankGroup:
    return QuestionBankGroup()
