import json

from lms.lib.static_files import StaticFiles


def storage(folder) -> StaticFiles:
    paths = {"lms/app.css": "lms/app.0123456789ab.css"}
    (folder / "staticfiles.json").write_text(json.dumps({"version": "1.1", "hash": "", "paths": paths}))
    return StaticFiles(location=folder, base_url="/static/")


def test_addresses_carry_the_digest_of_the_content(tmp_path):
    assert storage(tmp_path).url("lms/app.css") == "/static/lms/app.0123456789ab.css"


def test_an_address_is_worked_out_once(tmp_path):
    files = storage(tmp_path)
    first = files.url("lms/app.css")
    files.hashed_files.clear()
    assert files.url("lms/app.css") is first
