"""What must hold between the parts of a record and between records."""

from collections.abc import Iterable, Iterator

from bot.catalogue.load import Entry, Loaded, Problem
from bot.understanding.fold import fold


def check(loaded: Loaded) -> list[Problem]:
    """Return every problem of a loaded folder, sorted by file and line."""
    problems = [*loaded.problems, *_duplicates(loaded.entries)]
    for entry in loaded.entries:
        problems += [
            *_field(entry, loaded),
            *_conditions(entry),
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


def _conditions(entry: Entry) -> Iterator[Problem]:
    """Every ``when`` names an option of the same record, and option ids are unique."""
    options = [o.id for s in entry.procedure.situations for o in s.options]
    if len(options) != len(set(options)):
        yield entry.problem(("situations",), "option ids must be unique within the record")
    for location, when in _whens(entry):
        for option in set(when) - set(options):
            yield entry.problem(location, f"“{option}” is no option of this record's situations")


def _whens(entry: Entry) -> Iterator[tuple[tuple[int | str, ...], tuple[str, ...]]]:
    procedure = entry.procedure
    if procedure.documents != "unknown":
        for i, document in enumerate(procedure.documents):
            yield ("documents", i, "when"), document.when
    if procedure.submissions != "unknown":
        for i, submission in enumerate(procedure.submissions):
            for j, fee in enumerate(submission.fees if submission.fees != "unknown" else ()):
                yield ("submissions", i, "fees", j, "when"), fee.when


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
    links: list[tuple[tuple[int | str, ...], object]] = [(("online", "url"), procedure.online.url)]
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


def _duplicates(entries: Iterable[Entry]) -> Iterator[Problem]:
    """No code twice, and no alias that would make two procedures indistinguishable."""
    codes: dict[str, Entry] = {}
    aliases: dict[str, Entry] = {}
    for entry in entries:
        first = codes.setdefault(entry.procedure.code, entry)
        if first is not entry:
            yield entry.problem(("code",), f"{entry.procedure.code} stands in {first.file} already")
        for index, alias in enumerate(entry.procedure.aliases):
            owner = aliases.setdefault(fold(alias), entry)
            if owner is not entry:
                yield entry.problem(
                    ("aliases", index), f"“{alias}” is an alias in {owner.file} too"
                )
