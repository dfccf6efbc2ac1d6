"""Reading procedures as the national portal publishes them: glued tables, page furniture."""

from bot.catalogue.national.convert import Problem, to_procedure
from bot.catalogue.national.importing import Changes, Import, Report, Skipped, Store, published
from bot.catalogue.national.parse import parse
from bot.catalogue.national.parsed import Parsed, Unread
from bot.catalogue.national.survey import Survey, survey

__all__ = [
    "Changes",
    "Import",
    "Parsed",
    "Problem",
    "Report",
    "Skipped",
    "Store",
    "Survey",
    "Unread",
    "parse",
    "published",
    "survey",
    "to_procedure",
]
