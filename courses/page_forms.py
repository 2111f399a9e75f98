"""Forms of the pages in the editor: each office links its pages to nothing but its own courses and tests."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from quizzes.models import Quiz
from quizzes.ownership import offices_written_for


class OwnersForm(WagtailAdminPageForm):
    """Offers in `chosen_field` only what belongs to the offices of the person, by `office_field`."""

    chosen_field: str
    office_field = "office"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.chosen_field]
        field.queryset = field.queryset.filter(**{f"{self.office_field}__in": offices_written_for(self.for_user)})


class CurriculumPageForm(OwnersForm):
    chosen_field = "curriculum"


class CoursePageForm(OwnersForm):
    chosen_field = "course"


class QuizPageForm(OwnersForm):
    chosen_field = "quiz"
    office_field = "bank__office"

    def clean_quiz(self) -> Quiz | None:
        """A test completes the course under whose page it stands: there is one."""
        quiz: Quiz | None = self.cleaned_data["quiz"]
        if quiz and quiz.pages.exclude(pk=self.instance.pk).exists():
            raise ValidationError("このテストは、別の研修のページで使われています。違うテストを選んでください。")
        return quiz


class LessonPageForm(WagtailAdminPageForm):
    """A chapter's key stays for ever and is its own within the course: what people have read is kept under it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].disabled = self.instance.pk is not None

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        siblings = self.parent_page.get_children().exclude(pk=self.instance.pk)
        if siblings.filter(lessonpage__key=key).exists():
            raise ValidationError("この章の記号は、同じ研修の別の章で使われています。違う記号にしてください。")
        return key
