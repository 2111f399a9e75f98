"""What the ledger costs and what it can take: appending in bulk, its share of submitting, sealing, checking."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, transaction

from lms.duties.models import Duty
from lms.ledger.appending import append
from lms.ledger.digests import entry_hash, payload_digest
from lms.ledger.models import LedgerEntry
from lms.ledger.sealing import GENESIS, seal
from lms.ledger.verifying import Fault, faults
from lms.office.bench.answers import submits
from lms.office.bench.city import ACTOR
from lms.office.bench.people import sittings
from lms.office.bench.server import running_server, running_server_without_ledger
from lms.office.bench.throughput import CONNECTIONS, ROUNDS, ask_rate
from lms.office.bench.without_ledger import ledger_left_out

_BULK_LAPS = 5
_CHUNK = 5000
# More than the server submits by far, of all connections in a second.
_MOST_SUBMITS = 120


@dataclass(frozen=True)
class LedgerEffort:
    """Rows of a bulk act, submits in one process, seconds of load for each way, entries to seal and to check."""

    rows: int = 10_000
    alone: int = 60
    seconds: float = 9.0
    sealed: int = 20_000
    checked: int = 1_000_000


@dataclass(frozen=True)
class Timed:
    """Clock and processor, in seconds: on a machine with other work the second says more."""

    seconds: float
    processor: float


def measured_ledger(effort: LedgerEffort, at: datetime, tell: Callable[[str], None]) -> dict[str, Any]:
    """Each figure is told when it is there."""
    bulk = _bulk(effort.rows, at)
    tell(f"一括の追記：1行{1000 * bulk.seconds:.3f}ミリ秒（CPU {1000 * bulk.processor:.3f}）")
    alone = _submits_alone(effort.alone, at)
    tell(f"提出・採点・修了1件：操作記録ありでCPU {alone['with']:.2f}ミリ秒、なしで{alone['without']:.2f}ミリ秒")
    with_it, without = _submits(effort.seconds, at, tell)
    tell(f"提出・採点・修了：操作記録ありで{with_it:.1f}件/秒、なしで{without:.1f}件/秒")
    sealed = _sealing(effort.sealed, at)
    tell(f"連鎖：{effort.sealed / sealed.seconds:.0f}件/秒（CPU 1秒に{effort.sealed / sealed.processor:.0f}件）")
    tell(f"{effort.checked:,}件の操作記録を用意しています")
    checked = _checking(effort.checked, at)
    tell(f"検証：{effort.checked:,}件を{checked.seconds:.1f}秒（CPU {checked.processor:.1f}秒）")
    return {
        "effort": asdict(effort), "bulk_row": asdict(bulk),
        "submit_cpu_ms": alone,
        "submits": {"with": with_it, "without": without, "share_percent": 100 * (1 - with_it / without)},
        "sealing": asdict(sealed), "checking": asdict(checked),
    }  # fmt: skip


def _timed(work: Callable[[], object]) -> Timed:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Timed(time.perf_counter() - clock, time.process_time() - processor)


# ---- appending ------------------------------------------------------------------------------------------------------


def _bulk(rows: int, at: datetime) -> Timed:
    """One row of an act that writes so many; the quickest of some laps, which are all taken back."""
    facts = list(Duty.objects.order_by("pk")[:rows])

    def act() -> None:
        append(actor=ACTOR, action="受講対象の更新", subject="計測", at=at, facts=facts)

    laps = []
    for _ in range(_BULK_LAPS):
        with transaction.atomic():
            laps.append(_timed(act))
            transaction.set_rollback(True)
    best = min(laps, key=lambda lap: lap.processor)
    return Timed(best.seconds / len(facts), best.processor / len(facts))


def _submits_alone(number: int, at: datetime) -> dict[str, float]:
    """Milliseconds of processor that a submit takes in one process, with and without; in turns, the medians."""
    waiting = sittings(2 * number)
    asks = [asked for one in submits(waiting, 1, at) for asked in one]
    took: dict[bool, list[float]] = {True: [], False: []}
    for place, (sitting, (_, ask)) in enumerate(zip(waiting, asks, strict=True)):
        with_ledger = place % 2 == 0
        with nullcontext() if with_ledger else ledger_left_out():
            took[with_ledger].append(_timed(partial(sitting.browser.ask, ask)).processor)
    return {"with": 1000 * median(took[True]), "without": 1000 * median(took[False])}


def _submits(seconds: float, at: datetime, tell: Callable[[str], None]) -> tuple[float, float]:
    """Submits a second by eight writers, with the ledger and its sealer and without, in turns on the same database.

    The first turn of each warms its server up and does not count.
    """
    turn, turns = seconds / ROUNDS, 2 * (ROUNDS + 1)
    waiting = sittings(turns * (int(turn * _MOST_SUBMITS) + CONNECTIONS))
    number = len(waiting) // turns
    if not number:
        raise CommandError("受験できる人が足りません。職員数か研修の数を増やしてください。")
    rates: dict[bool, list[float]] = {True: [], False: []}
    with running_server() as usual, running_server_without_ledger() as bare:
        for place in range(turns):
            asks = submits(waiting[place * number : (place + 1) * number], CONNECTIONS, at)
            with_ledger = place % 2 == 0
            rate = ask_rate(usual if with_ledger else bare, asks, turn).per_second
            tell(f"　{'あり' if with_ledger else 'なし'}：{rate:.1f}件/秒")
            rates[with_ledger].append(rate)
    return _mean(rates[True][1:]), _mean(rates[False][1:])


def _mean(rates: Sequence[float]) -> float:
    return sum(rates) / len(rates)


# ---- sealing and checking -------------------------------------------------------------------------------------------


def _sealing(number: int, at: datetime) -> Timed:
    """So many entries that wait, numbered and chained as the sealer does it, a thousand in a transaction."""
    _seal_all()
    with transaction.atomic():
        LedgerEntry.objects.bulk_create([_entry(place, at) for place in range(number)], batch_size=_CHUNK)
    return _timed(_seal_all)


def _seal_all() -> None:
    while seal():
        continue


def _entry(place: int, at: datetime) -> LedgerEntry:
    salt, payload = secrets.token_hex(16), {"reason": "計測のため", "facts": []}
    return LedgerEntry(
        recorded_at=at, actor=ACTOR, action="計測", subject=f"対象 {place}", payload=payload, salt=salt,
        digest=payload_digest(salt, payload),
    )  # fmt: skip


def _checking(number: int, at: datetime) -> Timed:
    """The whole ledger brought to so many entries and read from its first one, with every fact of the city."""
    _fill_up(number, at)
    found: list[Fault] = []
    timed = _timed(lambda: found.extend(faults()))
    # What was submitted without the ledger is found, as it should be; the chain itself has to hold.
    broken = [fault for fault in found if "." not in fault.row]
    if broken:
        raise RuntimeError(f"計測用の操作記録に異常があります：{broken[0]}")
    return timed


def _fill_up(number: int, at: datetime) -> None:
    """More entries at the end, chained as they come."""
    seq, previous = LedgerEntry.objects.sealed().values_list("seq", "hash").last() or (0, GENESIS)
    while seq < number:
        lot = list(_chained(seq, previous, min(_CHUNK, number - seq), at))
        with transaction.atomic():
            LedgerEntry.objects.bulk_create(lot)
        seq, previous = lot[-1].seq or 0, lot[-1].hash or ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE ledger_ledgerentry")


def _chained(seq: int, previous: str, number: int, at: datetime) -> Iterator[LedgerEntry]:
    for place in range(seq + 1, seq + number + 1):
        entry = _entry(place, at)
        link = entry_hash(place, previous, at, (entry.actor, entry.action, entry.subject, entry.digest))
        entry.seq, entry.previous, entry.hash = place, previous, link
        yield entry
        previous = link
