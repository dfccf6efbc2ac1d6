"""How fast one sender may write to the web chat, or read pages, counted in this process."""

from collections import OrderedDict
from collections.abc import Collection

from aiolimiter import AsyncLimiter

REMEMBERED = 20_000


class Pace:
    """Leaky buckets: one for each chat, and a wider one for each network address.

    Many citizens share an address (an office, a mobile carrier), so its bucket is wide; it only
    stops someone who drops the cookie to escape the first. Pages and open data have buckets of
    their own: who reads a lot shall not keep the others of an office from the chat.
    """

    def __init__(
        self,
        chat_a_minute: float = 30,
        address_a_minute: float = 300,
        reads_a_minute: float = 600,
    ) -> None:
        self._chats = _Buckets(chat_a_minute)
        self._addresses = _Buckets(address_a_minute)
        self._readers = _Buckets(reads_a_minute)

    async def admits(self, chat: str, address: str) -> bool:
        """Count one message of the chat from the address; ``False`` when it is too fast."""
        buckets = (self._chats.of(chat), self._addresses.of(address))
        return await _take(buckets)

    async def admits_reader(self, address: str) -> bool:
        """Count one page or answer for the address; ``False`` when it is too fast."""
        return await _take([self._readers.of(address)])


class _Buckets:
    def __init__(self, a_minute: float) -> None:
        self._a_minute = a_minute
        self._known: OrderedDict[str, AsyncLimiter] = OrderedDict()

    def of(self, key: str) -> AsyncLimiter:
        bucket = self._known.pop(key, None) or AsyncLimiter(self._a_minute, 60)
        self._known[key] = bucket
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return bucket


async def _take(buckets: Collection[AsyncLimiter]) -> bool:
    if not all(bucket.has_capacity() for bucket in buckets):
        return False
    for bucket in buckets:
        await bucket.acquire()
    return True
