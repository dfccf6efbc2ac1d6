"""What must hold between the parts of a record and between records."""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import Final

from bot.catalogue.load import Entry, Loaded, Location, Problem
from bot.catalogue.record import Document, Procedure
from bot.understanding.fold import fold

PHRASES: Final = ("aliases", "life_events", "questions")


def check(loaded: Loaded) -> list[Problem]:
    """Return every problem of a loaded folder, sorted by file and line."""
    problems = [*loaded.problems, *_codes(loaded.entries), *_phrases(loaded.entries)]
    codes = {entry.procedure.code for entry in loaded.entries}
    for entry in loaded.entries:
        problems += [
            *_field(entry, loaded),
            *_related(entry, codes),
            *_conditions(entry),
            *_papers(entry),
            *_amounts(entry),
            *_links(entry),
            *_dates(entry),
        ]
    return sorted(problems, key=lambda p: (p.file, p.line, p.field))


def _field(entry: Entry, loaded: Loaded) -> Iterator[Problem]:
    slug = entry.procedure.field
    if slug != entry.file.parent.name or slug not in loaded.fields:
        known = ", ".join(loaded.fields)
        yield entry.problem(("field",), f"must be the folder's name and one of: {known}")
    if entry.procedure.origin != "curated":
        yield entry.problem(("origin",), "must be left out: only the import sets it")


def _related(entry: Entry, codes: Collection[str]) -> Iterator[Problem]:
    """A related procedure is another one of the catalogue."""
    for index, code in enumerate(entry.procedure.related):
        if code not in codes:
            yield entry.problem(("related", index), f"no record has code {code}")
        if code == entry.procedure.code:
            yield entry.problem(("related", index), f"{code} is the record itself")


def _conditions(entry: Entry) -> Iterator[Problem]:
    """Every ``when`` names an option of the same record, and option ids are unique."""
    options = [o.id for s in entry.procedure.situations for o in s.options]
    if len(options) != len(set(options)):
        yield entry.problem(("situations",), "option ids must be unique within the record")
    for location, when in _whens(entry):
        for option in set(when) - set(options):
            yield entry.problem(location, f"“{option}” is no option of this record's situations")


def _whens(entry: Entry) -> Iterator[tuple[Location, tuple[str, ...]]]:
    procedure = entry.procedure
    if procedure.documents != "unknown":
        for i, document in enumerate(procedure.documents):
            yield ("documents", i, "when"), document.when
    if procedure.submissions != "unknown":
        for i, submission in enumerate(procedure.submissions):
            for j, fee in enumerate(submission.fees if submission.fees != "unknown" else ()):
                yield ("submissions", i, "fees", j, "when"), fee.when


def _papers(entry: Entry) -> Iterator[Problem]:
    """No citizen is told of one paper twice, least of all differently."""
    procedure = entry.procedure
    documents = () if procedure.documents == "unknown" else procedure.documents
    for (i, first), (j, second) in combinations(enumerate(documents), 2):
        if _same_paper(first, second) and _meet(first.when, second.when, procedure):
            message = f"contradicts or repeats documents.{i}: both hold in the same case"
            yield entry.problem(("documents", j, "name"), message)


def _same_paper(first: Document, second: Document) -> bool:
    """A copy to hand in and the original to show are two lines of one name, and right so."""
    same_use = first.handling == second.handling or 0 not in (first.originals, second.originals)
    return same_use and fold(first.name) == fold(second.name)


def _meet(first: Collection[str], second: Collection[str], procedure: Procedure) -> bool:
    """Whether there is a case in which both conditions hold."""
    for situation in procedure.situations:
        ids = {option.id for option in situation.options}
        mine, other = ids & set(first), ids & set(second)
        if mine and other and not mine & other:
            return False
    return True


def _amounts(entry: Entry) -> Iterator[Problem]:
    """A fee's amount is for checks; a citizen reads the text, so the sum must stand there too."""
    submissions = entry.procedure.submissions
    for i, submission in enumerate(() if submissions == "unknown" else submissions):
        for j, fee in enumerate(() if submission.fees == "unknown" else submission.fees):
            said = fee.text.replace(".", "").replace(",", "")
            shown = "miễn" in said.lower() if fee.amount == 0 else str(fee.amount) in said
            if fee.amount != "unknown" and not shown:
                location = ("submissions", i, "fees", j, "text")
                yield entry.problem(location, f"does not say the amount {fee.amount}")


def _links(entry: Entry) -> Iterator[Problem]:
    procedure = entry.procedure
    links: list[tuple[Location, object]] = [(("online", "url"), procedure.online.url)]
    links += [(("sources", i, "url"), s.url) for i, s in enumerate(procedure.sources)]
    if procedure.documents != "unknown":
        links += [
            (("documents", i, "form_url"), d.form_url) for i, d in enumerate(procedure.documents)
        ]
    for location, url in links:
        if url is not None and not str(url).startswith("https://"):
            yield entry.problem(location, f"must start with https:// (got {url})")


def _dates(entry: Entry) -> Iterator[Problem]:
    procedure = entry.procedure
    if procedure.valid_to and procedure.valid_to < procedure.valid_from:
        yield entry.problem(("valid_to",), "must not be before valid_from")


def _codes(entries: Iterable[Entry]) -> Iterator[Problem]:
    codes: dict[str, Entry] = {}
    for entry in entries:
        first = codes.setdefault(entry.procedure.code, entry)
        if first is not entry:
            yield entry.problem(("code",), f"{entry.procedure.code} stands in {first.file} already")


def _phrases(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Nothing that people say may stand in two records: they could not be told apart."""
    owners: dict[str, Entry] = {}
    for entry in entries:
        for location, phrase in _said(entry.procedure):
            owner = owners.setdefault(fold(phrase), entry)
            if owner is not entry:
                yield entry.problem(location, f"“{phrase}” stands in {owner.file} too")


def _said(procedure: Procedure) -> Iterator[tuple[Location, str]]:
    for field in PHRASES:
        phrases: tuple[str, ...] = getattr(procedure, field)
        yield from (((field, index), phrase) for index, phrase in enumerate(phrases))
