from lms.lib.wide import wide


def test_digits_letters_and_signs_become_full_width() -> None:
    assert wide("A4 38人（100.0%）") == "Ａ４　３８人（１００．０％）"


def test_a_number_is_written_in_full_width() -> None:
    assert wide(2026) == "２０２６"
