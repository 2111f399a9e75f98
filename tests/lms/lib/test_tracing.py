from PIL import Image, ImageDraw

from lms.lib.tracing import outline


def picture(*boxes: tuple[int, int, int, int, int], width: int = 10) -> Image.Image:
    found = Image.new("L", (width, width), 255)
    for *box, grey in boxes:
        ImageDraw.Draw(found).rectangle(box, fill=grey)
    return found


def test_a_dark_box_has_one_path_around_it():
    assert outline(picture((2, 3, 5, 4, 0)), size=100) == "M20 30h40v20h-40z"


def test_a_hole_runs_the_other_way_round():
    ring = picture((1, 1, 8, 8, 0), (3, 3, 6, 6, 255))
    assert outline(ring, size=10) == "M1 1h8v8h-8zM4 3h-1v4h4v-4z"


def test_what_is_light_is_not_drawn():
    assert outline(picture((2, 2, 7, 7, 200)), size=10) == ""


def test_pixels_that_touch_at_a_corner_close_their_paths():
    assert outline(picture((1, 1, 1, 1, 0), (2, 2, 2, 2, 0), width=4), size=4).count("z") in (1, 2)
