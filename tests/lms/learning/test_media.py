import doctest
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from lms.accounts.models import User
from lms.learning import media

pytestmark = pytest.mark.django_db
FILM = bytes(range(256)) * 8


@pytest.fixture
def store() -> Path:
    root = Path(django_settings.MEDIA_ROOT)
    for folder in ("images", "documents", "imports"):
        (root / folder).mkdir(parents=True)
    (root / "documents" / "film.mp4").write_bytes(FILM)
    (root / "images" / "mail.png").write_bytes(b"png")
    (root / "documents" / "手引.docx").write_bytes(b"docx")
    (root / "imports" / "staff.csv").write_text("00007")
    (root.parent / "secret_key").write_text("secret")
    return root


@pytest.fixture
def signed_in(client):
    client.force_login(User.objects.create_user("00007"))
    return client


@pytest.fixture
def get(signed_in) -> Iterator[Callable]:
    """Answers with what a browser gets; open files are closed as the web server closes them."""
    answers = []

    def ask(address: str, **headers: str):
        answers.append(signed_in.get(f"/media/{address}", headers={k.replace("_", "-"): v for k, v in headers.items()}))
        return answers[-1]

    yield ask
    for answer in answers:
        answer.close()


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.usefixtures("store")
def test_nobody_sees_a_file_without_signing_in(client):
    assert client.get("/media/images/mail.png").url.startswith("/accounts/login/")


@pytest.mark.usefixtures("store")
def test_a_picture_is_shown(get):
    response = get("images/mail.png")
    assert (response.status_code, body(response)) == (200, b"png")
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'inline; filename="mail.png"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("store")
def test_other_files_are_saved_not_shown(get):
    response = get("documents/手引.docx")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "text.txt"])
def test_nothing_that_could_run_is_shown_by_the_browser(get, store, name):
    (store / "documents" / name).write_text("<script>")
    response = get(f"documents/{name}")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "address",
    [
        "../secret_key",
        "documents/../../secret_key",
        "documents/%2e%2e/%2e%2e/secret_key",
        "documents//../../secret_key",
        "..%2fsecret_key",
        "imports/staff.csv",
        "documents/../imports/staff.csv",
        "documents",
        "documents/",
        "images/none.png",
        "images/%00",
    ],
)
def test_outside_the_folders_of_lessons_there_is_nothing(get, address):
    assert get(f"{address}").status_code == 404


def test_a_link_out_of_the_folder_leads_nowhere(get, store):
    (store / "documents" / "link.pdf").symlink_to(store.parent / "secret_key")
    assert get("documents/link.pdf").status_code == 404


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-99", 0, 99), ("bytes=2000-", 2000, 2047), ("bytes=-48", 2000, 2047), ("bytes=100-99999", 100, 2047)],
)
def test_a_film_is_sent_by_its_parts(get, wanted, start, end):
    response = get("documents/film.mp4", Range=wanted)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end}/2048"
    assert response["Content-Length"] == str(end - start + 1)
    assert response["Content-Type"] == "video/mp4"
    assert body(response) == FILM[start : end + 1]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("wanted", ["bytes=2048-", "bytes=5-4", "bytes=-"])
def test_a_range_that_is_not_there_is_refused(get, wanted):
    response = get("documents/film.mp4", Range=wanted)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */2048")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "", f"bytes={'9' * 5000}-"])
def test_what_is_not_understood_gets_the_whole_film(get, wanted):
    response = get("documents/film.mp4", Range=wanted)
    assert (response.status_code, body(response)) == (200, FILM)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.usefixtures("store")
def test_a_part_of_an_older_version_is_not_mixed_with_the_new_one(get):
    old = {"Range": "bytes=0-9", "If_Range": '"old"'}
    assert get("documents/film.mp4", **old).status_code == 200
    now = old | {"If_Range": get("documents/film.mp4")["ETag"]}
    assert get("documents/film.mp4", **now).status_code == 206


@pytest.mark.usefixtures("store")
def test_an_unchanged_file_is_not_sent_again(get):
    etag = get("images/mail.png")["ETag"]
    response = get("images/mail.png", If_None_Match=etag)
    assert response.status_code == 304


@pytest.mark.usefixtures("store")
def test_nothing_can_be_written(signed_in):
    assert signed_in.post("/media/images/mail.png").status_code == 405


def test_the_examples_of_ranges_hold():
    assert doctest.testmod(media).failed == 0
