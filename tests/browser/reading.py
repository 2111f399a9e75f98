"""What stands on a paper."""

import subprocess


def words(pdf: bytes) -> str:
    """Everything in the order it is read, without any spaces: papers space names and labels as they like."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return without_spaces(text)


def without_spaces(text: str) -> str:
    return "".join(text.split())
