"""Open data: the catalogue as JSON and CSV, for other portals and apps."""

from bot.api.app import create_api
from bot.api.ports import PATH, Library

__all__ = ["PATH", "Library", "create_api"]
