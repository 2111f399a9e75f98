"""Pictures, films and documents of lessons: private files, sent to signed-in people only.

Films are played by their parts, so a request for a range of bytes is answered with that range (RFC 9110, 14).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

# Where Wagtail keeps what authors upload, the bank its pictures; nothing else of MEDIA_ROOT is anybody's to read.
_FOLDERS = frozenset({"images", "original_images", "documents", "questions"})
# Only these are shown by the browser itself; whatever else somebody uploaded is saved, never interpreted.
_SHOWN = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".mp4": "video/mp4", ".vtt": "text/vtt; charset=utf-8", ".pdf": "application/pdf",
}  # fmt: skip
# No file is longer than so many digits say.
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK = 256 * 1024


def stored_file(path: str) -> Path:
    """The file of an address, or 404: outside the folders of lessons there is nothing."""
    try:
        found = Path(safe_join(settings.MEDIA_ROOT, path)).resolve()
        folder = found.relative_to(Path(settings.MEDIA_ROOT).resolve()).parts[:1]
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    if not set(folder) & _FOLDERS or not found.is_file():
        raise Http404
    return found


def _etag(request: HttpRequest, path: str) -> str:
    stat = stored_file(path).stat()
    return quote_etag(f"{stat.st_mtime_ns:x}-{stat.st_size:x}")


@login_required
@require_safe
@condition(etag_func=_etag)
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    file = stored_file(path)
    wanted = _wanted(request, _etag(request, path))
    response = _whole(file) if wanted is None else _part(file, wanted)
    response["Accept-Ranges"] = "bytes"
    # Kept by the browser, but asked for again each time: who has signed out gets nothing.
    response["Cache-Control"] = "private, no-cache"
    return response


def _wanted(request: HttpRequest, etag: str) -> re.Match[str] | None:
    """The one range asked for. Several ranges, or one of another version, are answered with the whole file."""
    if request.headers.get("If-Range", etag) != etag:
        return None
    return _RANGE.fullmatch(request.headers.get("Range", ""))


def _whole(file: Path) -> FileResponse:
    shown = _SHOWN.get(file.suffix.lower())
    return FileResponse(
        file.open("rb"), filename=file.name, as_attachment=shown is None,
        content_type=shown or "application/octet-stream",
    )  # fmt: skip


def _part(file: Path, wanted: re.Match[str]) -> HttpResponseBase:
    size = file.stat().st_size
    start, end = byte_range(wanted[1], wanted[2], size)
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return StreamingHttpResponse(
        _bytes(file, start, end), status=206, content_type=_SHOWN.get(file.suffix.lower()),
        headers={"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)},
    )  # fmt: skip


def byte_range(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte of "first-last", "first-" or "-count" in a file of `size`; an empty range when there is none.

    >>> byte_range("0", "99", 1000), byte_range("900", "", 1000), byte_range("", "100", 1000), byte_range("", "", 1000)
    ((0, 99), (900, 999), (900, 999), (0, -1))
    """
    if first:
        return int(first), min(int(last or size), size - 1)
    return (max(size - int(last), 0), size - 1) if last else (0, -1)


def _bytes(file: Path, start: int, end: int) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(start)
        left = end - start + 1
        while left and (chunk := stream.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
