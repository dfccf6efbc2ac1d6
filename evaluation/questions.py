"""Questions with what is expected of the answer, one JSON a line."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from bot.errors import MotcuaError
from bot.reply import Aspect
from bot.understanding.fold import fold

OWN = Path(__file__).parent / "questions"


class Expect(BaseModel, frozen=True):
    """What the last turn should come to.

    The procedure is a code, or, as others write it, a regular expression over folded names.
    """

    outcome: Literal["answered", "not_answerable"]
    procedure: str | None = None
    procedure_name: re.Pattern[str] | None = None
    aspect: Aspect | None = None


class Question(BaseModel, frozen=True):
    """A conversation whose last turn is scored."""

    id: str
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    expect: Expect
    set: str

    @property
    def stripped(self) -> "Question":
        """The same question without accents."""
        return self.model_copy(update={"turns": tuple(_bare(turn) for turn in self.turns)})


def read(files: Iterable[Path]) -> list[Question]:
    """Return the questions of ``files``.

    Raises:
        MotcuaError: a line is not a question.
    """
    return [question for file in files for question in _lines(file)]


def _lines(file: Path) -> Iterator[Question]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            yield _question(file, number, line)


def _question(file: Path, number: int, line: str) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"])) or "JSON"
        message = f"{file}:{number}: {where}: {problem['msg']}"
        raise MotcuaError(f"Câu hỏi không đọc được. {message}") from error


def _bare(text: str) -> str:
    """Drop the accents and keep the capitals."""
    return "".join(fold(char).upper() if char.isupper() else fold(char) for char in text)
