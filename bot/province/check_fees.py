"""What must hold between a province's fees and the records they belong to."""

from collections.abc import Iterator, Mapping

from bot.catalogue.load import Location
from bot.catalogue.record import Procedure
from bot.province.fees import left_to_council
from bot.province.province import LocalFee, Province

Found = Iterator[tuple[Location, str]]
_Key = tuple[str, str | None, tuple[str, ...]]


def fee_problems(province: Province, procedures: Mapping[str, Procedure]) -> Found:
    """Yield figures without a record that asks for them, and those that are stated twice."""
    seen: set[_Key] = set()
    for i, table in enumerate(province.fees):
        for code, fees in table.amounts.items():
            location: Location = ("fees", i, "amounts", code)
            procedure = procedures.get(code)
            if procedure is None:
                yield location, f"no record has code {code}"
            for j, fee in enumerate(fees):
                yield from _fee(fee, procedure, (*location, j))
                if (code, fee.way, fee.when) in seen:
                    yield (*location, j), "is stated already for the same way and case"
                seen.add((code, fee.way, fee.when))


def _fee(fee: LocalFee, procedure: Procedure | None, location: Location) -> Found:
    if not _says(fee):
        yield (*location, "text"), f"does not say the amount {fee.amount}"
    if procedure is None:
        return
    options = {o.id for s in procedure.situations for o in s.options}
    for option in set(fee.when) - options:
        yield (*location, "when"), f"“{option}” is no option of {procedure.code}"
    ways = left_to_council(procedure)
    if not ways:
        yield location, f"{procedure.code} does not leave its fee to the provincial council"
    elif fee.way and fee.way not in ways:
        theirs = ", ".join(sorted(ways))
        yield (*location, "way"), f"the council sets the fee of {procedure.code} for: {theirs}"


def _says(fee: LocalFee) -> bool:
    """Citizens read the text, so the amount must stand there too."""
    if fee.amount == 0:
        return "miễn" in fee.text.lower()
    return f"{fee.amount:,}".replace(",", ".") in fee.text or str(fee.amount) in fee.text
