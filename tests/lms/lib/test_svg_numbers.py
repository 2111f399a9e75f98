import pytest

from lms.lib.svg_numbers import BadNumbersError, clean_path, clean_points, clean_transform


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("M0 0h5v5z", "M0 0h5v5z"),
        (" M 0,0 L 1-2.5.5 3 ", "M0 0L1 -2.5 .5 3"),
        ("m1 2a1 1 0 011 1z", "m1 2a1 1 0 0 1 1 1z"),
        ("M0 0C1 2 3 4 5 6 7 8 9 10 11 12S1 2 3 4Q1 2 3 4T5 6", "M0 0C1 2 3 4 5 6 7 8 9 10 11 12S1 2 3 4Q1 2 3 4T5 6"),
        ("M1e2-1E-3", "M1e2 -1E-3"),
    ],
)
def test_a_path_is_written_anew(written, clean):
    assert clean_path(written) == clean


@pytest.mark.parametrize(
    "wrong",
    ["", "z", "L1 2", "HH1,z3lzaL", "M1", "M1 2 3", "M1 2a", "M1 2a1 1 0 2 1 1 1", "M1 2z3", "M1 2x", "M..", "5M1 2",
     "M1 2C1 2 3 4 5", "M-", "M1e99 2"],
)  # fmt: skip
def test_a_path_that_lacks_something_is_refused(wrong):
    with pytest.raises(BadNumbersError):
        clean_path(wrong)


def test_points_are_pairs():
    assert clean_points("1,2 3-4") == "1 2 3 -4"
    for wrong in ("", "1", "1 2 3", "1 x"):
        with pytest.raises(BadNumbersError):
            clean_points(wrong)


def test_a_transform_has_what_it_needs():
    assert clean_transform("translate(1,2) rotate( 45 )scale(2)") == "translate(1 2) rotate(45) scale(2)"
    for wrong in (
        "rotate()",
        "scale(1",
        "matrix(1 2)",
        "translate(,)",
        "rotate(1 2)",
        "url(x)",
        "",
        "none",
        "scale(1)x",
    ):
        with pytest.raises(BadNumbersError):
            clean_transform(wrong)
