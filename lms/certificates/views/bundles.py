"""Many papers at once: ordered from the register or from a giving, made, saved."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lms.certificates.access import batches, may_see_register, own_bundles, registered
from lms.certificates.bundles.files import KEPT, path_of
from lms.certificates.bundles.making import Choice, is_small, make_bundle, order_bundle
from lms.certificates.bundles.writing import SUFFIXES
from lms.certificates.forms import BundleForm, RegisterForm
from lms.certificates.models import Batch, Bundle
from lms.certificates.register.choosing import choice_of_batch, choice_of_register, part_of_register
from lms.certificates.tasks import put_together
from lms.lib import clock
from lms.lib.work import let_go_on, stop


@login_required
@require_POST
def paper_batch_bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a giving in one file."""
    batch: Batch = get_object_or_404(batches(request.viewer), pk=pk)
    back, files = reverse("paper_batch", args=[pk]), BundleForm(request.POST)
    if not files.is_valid():
        return _refused(request, files, back)
    return _ordered(request, choice_of_batch(batch, batch.certificates.all(), files.cleaned_data["form"]), files, back)


@login_required
@require_POST
def paper_register_bundle(request: HttpRequest) -> HttpResponse:
    """What the register shows under the conditions of the address, in one file."""
    if not may_see_register(request.viewer):
        raise Http404
    form = RegisterForm(request.GET.dict(), clock.today(), request.viewer.organisation)
    back, files = f"{reverse('paper_register')}?{request.GET.urlencode()}", BundleForm(request.POST)
    if not (form.is_valid() and files.is_valid()):
        return _refused(request, files, back)
    rows = part_of_register(form, registered(request.viewer), request.viewer)
    return _ordered(request, choice_of_register(form, rows, files.cleaned_data["form"]), files, back)


def _refused(request: HttpRequest, files: BundleForm, back: str) -> HttpResponse:
    for error in files.errors.get("purpose", ["表示する範囲を確かめてください。"]):
        messages.error(request, error)
    return redirect(back)


def _ordered(request: HttpRequest, choice: Choice, files: BundleForm, back: str) -> HttpResponse:
    """A few papers are answered with the file itself; many are put together in the background."""
    if not choice.papers:
        messages.warning(request, "この条件に当てはまる有効な証書はありません。")
        return redirect(back)
    bundle = order_bundle(choice=choice, **files.cleaned_data, actor=request.user.username, at=clock.now())
    if not is_small(bundle):
        put_together.enqueue(bundle.pk)
        return redirect("paper_bundle", bundle.pk)
    make_bundle(bundle_id=bundle.pk, now=clock.now)
    bundle.refresh_from_db()
    return redirect("paper_bundle_file" if bundle.state == Bundle.State.DONE else "paper_bundle", bundle.pk)


@login_required
@require_safe
def paper_bundles(request: HttpRequest) -> HttpResponse:
    """What one has put together in the last days."""
    if not may_see_register(request.viewer):
        raise Http404
    rows = own_bundles(request.viewer, request.user.username)
    return render(request, "certificates/bundles.html", {"bundles": rows, "days": KEPT.days})


@login_required
@require_safe
def paper_bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and the file once it is made."""
    bundle, at = _own(request, pk), clock.now()
    content = {
        "row": bundle, "facts": f"{bundle.get_form_display()}　{bundle.total:,}件", "days": KEPT.days,
        "at_work": bundle.is_at_work(at), "waits": bundle.state == Bundle.State.WAITING,
        "file_url": reverse("paper_bundle_file", args=[pk]), "stop_url": reverse("paper_bundle_stop", args=[pk]),
        "again_url": reverse("paper_bundle_continue", args=[pk]),
        "again": "もう一度始めるときは、作成済みの証書をそのまま使います。",
        "trail": [
            {"label": "修了証書交付台帳", "url": reverse("paper_register")},
            {"label": "まとめたファイル", "url": reverse("paper_bundles")},
            {"label": bundle.get_form_display()},
        ],
    }  # fmt: skip
    return render(request, "certificates/work.html", content)


@login_required
@require_POST
def paper_bundle_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """中止する."""
    stop(_own(request, pk))
    return redirect("paper_bundle", pk)


@login_required
@require_POST
def paper_bundle_continue(request: HttpRequest, pk: int) -> HttpResponse:
    """もう一度始める: papers that are drawn are not drawn again."""
    if let_go_on(_own(request, pk), clock.now()):
        put_together.enqueue(pk)
    return redirect("paper_bundle", pk)


@login_required
@require_safe
def paper_bundle_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file, for the one who ordered it."""
    bundle = _own(request, pk)
    path = path_of(bundle)
    if bundle.state != Bundle.State.DONE or not path.exists():
        raise Http404
    name = bundle.title + SUFFIXES[Bundle.Form(bundle.form)]
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _own(request: HttpRequest, pk: int) -> Bundle:
    """One that this person ordered and may still read, or 404."""
    for bundle in own_bundles(request.viewer, request.user.username):
        if bundle.pk == pk:
            return bundle
    raise Http404
