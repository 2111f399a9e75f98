"""What is to be written for one person of a staff file."""

from dataclasses import dataclass

from lms.importing.comparing.books import Person
from lms.importing.comparing.spans import NOTHING, Edit, Span

_UNDATED = ("number", "name", "kana", "usual_name", "email", "hired_on", "retired_on")


@dataclass(frozen=True, kw_only=True)
class PersonStep:
    """`known` is the person before (id 0: not known), `after` the same afterwards; false when nothing is to be done."""

    known: Person
    after: Person
    main: Edit = NOTHING
    others: Edit = NOTHING
    leaves: Edit = NOTHING
    grants: Edit = NOTHING

    @property
    def is_new(self) -> bool:
        return not self.known.id

    @property
    def arrives(self) -> bool:
        """Whether the person comes into service: not known, or known only from an import that was undone."""
        return self.is_new or (self.known.told_on is None and not self.known.postings)

    @property
    def states(self) -> bool:
        """Whether the file says something new that has no dates of its own."""
        return self.arrives or any(getattr(self.known, name) != getattr(self.after, name) for name in _UNDATED)

    @property
    def corrects(self) -> bool:
        """Whether the person's own row or account changes."""
        return self.states or self.known.active_until != self.after.active_until

    @property
    def postings(self) -> Edit:
        return self.main + self.others

    @property
    def new_main(self) -> Span | None:
        """The main posting that the file brings, as it will stand."""
        return max(self.main.add, key=lambda span: span.starts_on, default=None)

    def __bool__(self) -> bool:
        return bool(self.corrects or self.postings or self.leaves or self.grants)
