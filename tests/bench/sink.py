"""A mail server that takes everything and keeps nothing but a count: `python -m tests.bench.sink` says its port.

After each line on standard input it says how many mails it has taken. It costs little, so that the sender is measured.
"""

from __future__ import annotations

import asyncio
import sys

EHLO = b"250-sink\r\n250-8BITMIME\r\n250 SIZE\r\n"


class Sink(asyncio.Protocol):
    """One conversation."""

    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.unread, self.in_data = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.unread += data
        while self.unread:
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            line, found, rest = self.unread.partition(end)
            if not found:
                return
            self.unread = rest
            self.transport.write(self.answer(line))

    def answer(self, line: bytes) -> bytes:
        if self.in_data:
            self.in_data = False
            Sink.taken += 1
            return b"250 taken\r\n"
        command = line[:4].upper()
        if command == b"EHLO":
            return EHLO
        if command == b"DATA":
            self.in_data = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n"


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(Sink.taken, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
