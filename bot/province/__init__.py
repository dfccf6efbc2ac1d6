"""The province a desk serves: who answers, where citizens go, when it is open, what it charges."""

from bot.province.load import PROVINCES, load_calendar, load_province, province_files
from bot.province.province import Department, FeeTable, Hotline, LocalFee, Office, Province

__all__ = [
    "PROVINCES",
    "Department",
    "FeeTable",
    "Hotline",
    "LocalFee",
    "Office",
    "Province",
    "load_calendar",
    "load_province",
    "province_files",
]
