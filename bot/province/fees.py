"""What a province charges where a record leaves the fee to the provincial council."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.catalogue.facts import holds, submissions
from bot.catalogue.record import UNKNOWN, Fee, Procedure, Source, Way
from bot.province.province import LocalFee, Province
from bot.understanding.fold import fold

COUNCIL = "hoi dong nhan dan"


@dataclass(frozen=True, slots=True)
class Charged:
    """The fees of one resolution that hold in a case."""

    source: Source
    fees: tuple[LocalFee, ...]


def charged(
    province: Province, procedure: Procedure, options: Collection[str] = ()
) -> Iterator[Charged]:
    """Yield the province's own figures for ``procedure``, where its record states none."""
    ways = left_to_council(procedure, options)
    for table in province.fees:
        listed = table.amounts.get(procedure.code, ())
        fees = tuple(
            fee
            for fee in listed
            if ways and fee.way in (None, *ways) and holds(fee.when, procedure, options)
        )
        if fees:
            yield Charged(table.source, fees)


def left_to_council(procedure: Procedure, options: Collection[str] = ()) -> frozenset[Way]:
    """Return the ways of handing in whose fee the provincial council sets."""
    return frozenset(
        submission.way
        for submission in submissions(procedure)
        for fee in (() if submission.fees == UNKNOWN else submission.fees)
        if _set_by_council(fee) and holds(fee.when, procedure, options)
    )


def _set_by_council(fee: Fee) -> bool:
    return fee.amount == UNKNOWN and COUNCIL in fold(fee.text)
