"""What happens in each invented conversation, as steps with the seconds between them."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from random import Random

from bot.conversation.rated import REASONS, SKIP, TO_DEPARTMENT
from bot.conversation.rating import DOWN, UP
from bot.demo.sayings import Sayings
from bot.demo.stage import Chat, Stage

Act = Callable[[Stage, Chat], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens ``after`` so many seconds."""

    after: float
    act: Act


Story = list[Step]


class Stories:
    """Makes up conversations, by chance and each with its share."""

    def __init__(self, sayings: Sayings, chance: Random, communes: tuple[str, ...]) -> None:
        self._sayings, self._chance, self._communes = sayings, chance, communes
        self._shares: list[tuple[Callable[[], Iterator[Step]], int]] = [
            (self._question, 38),
            (self._talk, 26),
            (self._unclear, 8),
            (self._unmet, 9),
            (self._elsewhere, 5),
            (self._no_question, 5),
            (self._refused, 4),
            (self._fault, 2),
            (self._personal, 2),
            (self._unreadable, 1),
        ]

    def one(self) -> Story:
        """Return a conversation without staff."""
        kinds, weights = zip(*self._shares, strict=True)
        return list(self._chance.choices(kinds, weights)[0]())

    def calls(self) -> Story:
        """Return a conversation in which a person is asked for."""
        return [*self._question(), self._say(70, self._sayings.one("human"), "human")]

    def sent_on(self) -> Story:
        """Return one whose answer was not enough, so that the question goes to the department."""
        aspect = self._chance.choice(("fee", "time", "place"))
        text = self._sayings.question(aspect, "đăng ký kết hôn")

        async def complain(stage: Stage, chat: Chat) -> None:
            for title in (DOWN.title, REASONS["missing"], TO_DEPARTMENT):
                await stage.press(chat, title)
                stage.clock.skip(9)

        return [self._say(0, text, f"ask_{aspect}"), Step(40, complain)]

    def _question(self) -> Iterator[Step]:
        aspect = self._sayings.aspect()
        text = self._sayings.question(aspect)
        if self._chance.random() < 0.35:
            commune = self._chance.choice(self._communes)
            text = f"{self._sayings.of(commune)}, {text[:1].lower()}{text[1:]}"
        yield self._say(0, text, f"ask_{aspect}")
        yield Step(25, self._rates)

    def _talk(self) -> Iterator[Step]:
        if self._chance.random() < 0.3:
            yield self._say(0, self._sayings.one("greetings"), "greet")
        yield from self._question()
        for _ in range(self._chance.randint(1, 3)):
            yield self._asks_on()
            yield Step(15, self._rates)
        if self._chance.random() < 0.4:
            yield self._say(40, self._sayings.one("thanks"), "thanks")

    def _asks_on(self) -> Step:
        after = self._chance.uniform(8, 200)
        if self._chance.random() < 0.5:
            title = self._chance.choice(("Lệ phí", "Giấy tờ", "Nơi nộp", "Làm trực", "Trường hợp"))
            return Step(after, lambda stage, chat: stage.press(chat, title))
        aspect = self._sayings.aspect(follow_up=True)
        return self._say(after, self._sayings.follow_up(aspect), f"ask_{aspect}")

    def _unclear(self) -> Iterator[Step]:
        yield self._say(0, self._sayings.one("vague"), "ask_overview")
        if self._chance.random() < 0.8:
            yield Step(20, lambda stage, chat: stage.press(chat))
            yield Step(30, self._rates)

    def _unmet(self) -> Iterator[Step]:
        yield self._say(0, self._sayings.one("unmet"), "ask_overview")
        if self._chance.random() < 0.6:
            yield Step(15, lambda stage, chat: stage.press(chat, "Có, chuyển"))
        elif self._chance.random() < 0.5:
            yield Step(15, lambda stage, chat: stage.press(chat, "Không cần"))

    def _elsewhere(self) -> Iterator[Step]:
        kind = self._chance.choice(("dossier_status", "complaint", "off_topic"))
        yield self._say(0, self._sayings.one(kind), kind)

    def _no_question(self) -> Iterator[Step]:
        yield self._say(0, self._sayings.one("greetings"), "greet")
        if self._chance.random() < 0.5:
            yield self._say(30, self._sayings.one("off_topic"), "off_topic")

    def _refused(self) -> Iterator[Step]:
        kind = self._chance.choice(("legal_dispute", "fine", "photo", "voice"))
        if kind in ("photo", "voice"):
            yield Step(0, lambda stage, chat: stage.show(chat, kind))
        else:
            yield self._say(0, self._sayings.one(kind), kind)

    def _fault(self) -> Iterator[Step]:
        yield self._say(0, self._sayings.question("overview"), "")
        yield from self._question()

    def _personal(self) -> Iterator[Step]:
        yield self._say(0, self._sayings.personal(), "ask_overview")
        yield Step(30, self._rates)

    def _unreadable(self) -> Iterator[Step]:
        kind = self._chance.choice(("foreign", "nonsense"))
        yield self._say(0, self._sayings.one(kind), "nlu_fallback")

    def _say(self, after: float, text: str, intent: str) -> Step:
        return Step(after, lambda stage, chat: stage.say(chat, text, intent))

    async def _rates(self, stage: Stage, chat: Chat) -> None:
        """Press one of the two thumbs, if they are there and one feels like it."""
        feeling = self._chance.random()
        if feeling < 0.3 and chat.offered(UP.title):
            await stage.press(chat, UP.title)
        elif 0.3 <= feeling < 0.5 and await stage.press(chat, DOWN.title):
            await self._complains(stage, chat)

    async def _complains(self, stage: Stage, chat: Chat) -> None:
        stage.clock.skip(9)
        if self._chance.random() < 0.2:
            return
        await stage.press(chat, self._chance.choice([*REASONS.values()]))
        stage.clock.skip(20)
        end = self._chance.random()
        if end < 0.4:
            await stage.say(chat, self._sayings.one("remarks"), "smalltalk")
        else:
            await stage.press(chat, SKIP if end < 0.8 else TO_DEPARTMENT)
