"""Course and curriculum rows, to which facts point, and the Wagtail pages that present them."""

from courses.city_rules import CityRule
from courses.course import Course, Curriculum, CurriculumCourse
from courses.faq import FaqEntry
from courses.glossary import GlossaryTerm
from courses.library_part import LibraryOffer, LibraryPart
from courses.media import LessonDocument, LessonImage, LessonRendition
from courses.pages import CourseIndexPage, CoursePage, CurriculumPage, LessonPage, QuizPage

__all__ = [
    "CityRule",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "Curriculum",
    "CurriculumCourse",
    "CurriculumPage",
    "FaqEntry",
    "GlossaryTerm",
    "LessonDocument",
    "LessonImage",
    "LessonPage",
    "LessonRendition",
    "LibraryOffer",
    "LibraryPart",
    "QuizPage",
]
