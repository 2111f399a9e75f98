"""Of the library only drawings are published: question files hold the answers."""

from django.contrib.staticfiles import finders
from django.core.management import call_command

from courses.figures import figure_exists


def test_a_drawing_of_the_product_is_found():
    assert finders.find("library/S-01/figures/mail-signs.svg").endswith("library/S-01/figures/mail-signs.svg")


def test_no_question_or_lesson_file_is_found():
    for path in ("questions.toml", "course.toml", "01-threats.md", "figures/../questions.toml", "figures"):
        assert finders.find(f"library/S-01/{path}") is None
        assert finders.find(f"S-01/{path}") is None


def test_collected_static_files_hold_the_drawings_and_nothing_else_of_the_library(library, settings):
    call_command("collectstatic", interactive=False, verbosity=0)

    collected = sorted(path for path in (settings.STATIC_ROOT / "library").rglob("*") if path.is_file())
    assert [path.relative_to(settings.STATIC_ROOT).as_posix() for path in collected] == [
        "library/S-01/figures/signs.svg"
    ]


def test_a_path_out_of_the_figures_is_no_drawing(library):
    assert figure_exists("S-01/figures/signs.svg")
    assert not figure_exists("S-01/figures/none.svg")
    assert not figure_exists("S-01/questions.toml")
    assert not figure_exists("../S-01/figures/signs.svg")
