"""What must be said of a training away from the screen (集合研修, 課内研修): how, when, who, and where one sees it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from lms.lib.day_field import DayField
from lms.people.models import Employee
from lms.records.days import refuse_unlikely
from lms.records.models import AttendanceSheet, Attendant, Completion


class AwayForm(forms.Form):
    """`methods`: the ways of learning to choose from. A form of this kind has a field `people`, of employee ids."""

    methods: ClassVar[tuple[AttendanceSheet.Method, ...]]

    method = forms.ChoiceField(
        label="受講方法", widget=forms.RadioSelect,
        error_messages={"required": "受講方法を選んでください。", "invalid_choice": "一覧から選んでください。"},
    )  # fmt: skip
    held_on = DayField(label="実施日")
    evidence = forms.CharField(
        label="根拠資料", max_length=200,
        error_messages={"required": "根拠資料を入力してください。", "max_length": "200文字以内で入力してください。"},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Employee], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employees, self.today = {person.pk: person for person in people}, today
        self.fields["people"].choices = [(pk, person.shown_name) for pk, person in self.employees.items()]
        self.fields["method"].choices = [(method.value, method.label) for method in self.methods]

    def clean_held_on(self) -> date:
        held_on = self.cleaned_data["held_on"]
        refuse_unlikely(held_on, self.today)
        return held_on

    def refuse_completed(self, recorded: QuerySet[Completion] | QuerySet[Attendant], words: str) -> None:
        """Name whoever is in `recorded` among those ticked; `words` say what speaks against another completion."""
        done = set(recorded.values_list("employee", flat=True))
        names = [person.shown_name for person in self.attendants if person.pk in done]
        if names:
            self.add_error("people", f"{'、'.join(names)}は、{words}印を外してください。")

    @property
    def attendants(self) -> list[Employee]:
        return [self.employees[pk] for pk in self.cleaned_data["people"]]
