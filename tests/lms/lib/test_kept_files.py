"""Files that stay whole, and those of nobody."""

import os

from lms.lib.kept_files import throw_away_others


def test_only_old_files_that_nobody_names_are_removed(tmp_path):
    """A list whose row is gone, what a killed worker left, a file in the making, and one that a row names."""
    for name, written in (("812", 100), ("unfinished-a", 100), ("unfinished-b", 300), ("813", 100)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (written, written))
    throw_away_others(tmp_path, {tmp_path / "813"}, before=200)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["813", "unfinished-b"]
