"""A city to import into; the golden files lie beside the project and are read only where they do."""

from pathlib import Path

import pytest

from tests.lms.importing.samples import found_city

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
collect_ignore = [] if SHARED.is_dir() else ["test_shared_files.py", "test_same_city.py"]


@pytest.fixture
def city(db: None) -> None:
    found_city()
