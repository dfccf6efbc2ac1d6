"""A watch over parts that a test makes well or ill."""

from dataclasses import dataclass, field

from bot.errors import MotcuaError
from bot.operations.readiness import Look
from bot.operations.watch import Records, Sources, Watch
from bot.records.operations.depths import Depth, Depths

TOKEN = "only-for-tests"
TOTALS = {
    ("turns", "web", "answered"): 3.0,
    ("turns", "telegram", "notice"): 1.0,
    ("stored", "web", "0.5"): 2.0,
    ("stored", "web", "inf"): 3.0,
    ("stored", "web", "sum"): 1.5,
}
DEPTHS = Depths(
    inbox=(Depth("telegram", "waiting", 2, 90.0),),
    outbox=(Depth("telegram", "held", 1, 30.0),),
    letters=(Depth("telegram", "telegram", 4, 600.0),),
    off=frozenset({"telegram"}),
    zalo_token_seconds=3600.0,
    zalo_token_left=82_800.0,
)


@dataclass
class FakeInstallation:
    """``ill`` maps a part's name to what is wrong with it."""

    ill: dict[str, str] = field(default_factory=dict)
    looks: int = 0
    reads: int = 0

    def watch(self) -> Watch:
        parts = {name: self._part(name) for name in ("database", "engine", "catalogue")}
        sources = Sources(records=self._records, engine_up=self._engine_up, parts=parts)
        return Watch(sources, TOKEN)

    def _part(self, name: str) -> Look:
        async def look() -> None:
            self.looks += 1
            if name in self.ill:
                raise MotcuaError(self.ill[name])

        return look

    def _records(self) -> Records:
        self.reads += 1
        if "database" in self.ill:
            raise MotcuaError(self.ill["database"])
        return TOTALS, DEPTHS

    async def _engine_up(self) -> bool:
        return "engine" not in self.ill
