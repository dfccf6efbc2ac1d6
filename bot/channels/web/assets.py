"""Static files under an address that changes with their content, so browsers may keep them."""

from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


class Assets(StaticFiles):
    """The files of a folder; ``path`` is where to mount them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(directory=folder)
        self.path = f"/static/{_digest(folder)}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file for a year: a changed file has another address."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _digest(folder: Path) -> str:
    digest = sha256()
    for file in sorted(folder.iterdir()):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
