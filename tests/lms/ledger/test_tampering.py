"""Whatever somebody changes by SQL is found and named. `TAMPERINGS=1000` makes it so many changes instead of 60."""

import os
from collections import Counter
from random import Random

import pytest
from django.db import transaction

from lms.ledger.appending import append
from lms.ledger.heads import head
from lms.ledger.models import LedgerEntry
from lms.ledger.sealing import seal
from lms.ledger.verifying import fact_models, faults
from lms.ledger.watched_rows import watched_models
from lms.ledger.watching import begin_watching
from tests import factories as make
from tests.lms.certificates.town import NOW, build_town, give, give_to_department
from tests.lms.ledger.closed_rows import close_one_of_each
from tests.lms.ledger.tampering import KINDS, chain_rewritten, tampered

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """A small town with papers, and the entry of every fact of it, sealed."""
    town = build_town()
    with transaction.atomic():
        for model in fact_models():
            for row in model.objects.order_by("pk"):
                append(actor="00007", action="試験", subject=f"{row.pk}", at=NOW, facts=[row])
        give(town.done["髙橋"], town.done["﨑山"])
        give_to_department(town, "福祉課")
        close_one_of_each(town)
        make.choice(1, town.security, town.dx)
        begin_watching(actor="00007", at=NOW)
    while seal():
        continue


def test_what_nobody_touched_is_whole(written):
    assert list(faults(head(NOW))) == []
    assert LedgerEntry.objects.count() > 20


def test_every_kind_of_row_that_is_filled_in_later_is_among_them(written):
    """Closed and open: whatever an act can close is tampered with below."""
    for model in fact_models():
        if model.sets_once:
            open_rows = model.objects.filter(**{f"{model.sets_once[0]}__isnull": True})
            assert open_rows.exists(), model
            assert model.objects.exclude(pk__in=open_rows).exists(), model


def test_every_table_that_is_watched_has_rows(written):
    for model in watched_models():
        assert model.objects.exists(), model


def test_every_change_is_found_and_the_row_named(written):
    kept, chance, found = head(NOW), Random(int(os.environ.get("TAMPERING_SEED", "1"))), Counter()
    for place in range(int(os.environ.get("TAMPERINGS", "60"))):
        kind = KINDS[place % len(KINDS)]
        with transaction.atomic():
            named = tampered(kind, chance)
            if kind is chain_rewritten:
                while seal():
                    continue
            said = "\n".join(map(str, faults(kept)))
            transaction.set_rollback(True)
        missing = [words for words in named if words not in said]
        assert not missing, f"{kind.__name__}: {missing} not in\n{said}"
        found[kind.__name__] += 1
    assert set(found) == {kind.__name__ for kind in KINDS}


def test_a_cut_tail_and_a_rewritten_chain_are_found_against_a_head_alone(written):
    """So it is said in the documents, and not more."""
    kept = head(NOW)
    for kind in (chain_rewritten, next(one for one in KINDS if one.__name__ == "tail_cut")):
        with transaction.atomic():
            tampered(kind, Random(3))
            while seal():
                continue
            assert list(faults()) == [], kind.__name__
            assert list(faults(kept)) != [], kind.__name__
            transaction.set_rollback(True)
