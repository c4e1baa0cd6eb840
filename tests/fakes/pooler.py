"""A pooler in transaction mode before a real Postgres: all its clients share one line to the server, a transaction at a time."""

from __future__ import annotations

import asyncio
import struct
from urllib.parse import urlsplit

SSL_REQUEST = 80877103


class Pooler:
    """The first client signs in at the server itself; whoever comes later is told the same welcome and shares the line."""

    def __init__(self, database_url: str) -> None:
        parts = urlsplit(database_url)
        self._to, self._url = (parts.hostname or "", parts.port or 0), parts
        self.served = 0
        self.silent_after: int | None = None
        """After so many transactions nothing is passed on any more, as by a server that hangs."""
        self._turn = asyncio.Lock()
        self._welcome = b""
        self._server: asyncio.Server | None = None
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def start(self) -> str:
        """Its address, as `DIRECT_DATABASE_URL` should never be."""
        self._server = await asyncio.start_server(self._client, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        signed = f"{self._url.username}:{self._url.password}@127.0.0.1:{port}"
        return self._url._replace(netloc=signed).geturl()

    async def stop(self) -> None:
        if self._line is not None:
            self._line[1].close()
        if self._server is not None:
            self._server.close()

    async def _client(self, said: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        hearing: asyncio.Task[None] | None = None
        try:
            startup = await _startup(said, out)
            async with self._turn:
                if self._line is None:
                    await self._sign_in(startup, said, out)
                else:
                    out.write(self._welcome)
            heard: asyncio.Queue[bytes] = asyncio.Queue()
            hearing = asyncio.create_task(_hear(said, heard))
            while message := await heard.get():
                await self._transaction(message, heard, out)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            out.close()
            if hearing is not None:
                hearing.cancel()

    async def _sign_in(self, startup: bytes, said: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        self._line = await asyncio.open_connection(*self._to)
        answers, ask = self._line
        ask.write(startup)
        signed_in = False
        while True:
            kind, message = await _message(answers)
            out.write(message)
            wants_answer = kind == b"R" and message[5:9] not in (struct.pack(">i", 0), struct.pack(">i", 12))
            signed_in = signed_in or (kind == b"R" and message[5:9] == struct.pack(">i", 0))
            self._welcome += message if signed_in else b""
            if wants_answer:
                ask.write((await _message(said))[1])
            if kind == b"Z":
                return

    async def _transaction(
        self, message: bytes, heard: asyncio.Queue[bytes], out: asyncio.StreamWriter
    ) -> None:
        """Hold the line from the first word until the server is idle again."""
        assert self._line is not None
        answers, ask = self._line

        async def pass_on() -> None:
            while True:
                ask.write(await heard.get())

        async with self._turn:
            while self.silent_after is not None and self.served >= self.silent_after:
                await asyncio.sleep(0.05)
            self.served += 1
            ask.write(message)
            passing = asyncio.create_task(pass_on())
            try:
                while await _until_ready(answers, out) != b"I":
                    continue
            finally:
                passing.cancel()


class Inventing(Pooler):
    """Every client has a line of its own while it is there, and is told a process that does not exist, as real poolers do."""

    async def _client(self, said: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        answers, ask = await asyncio.open_connection(*self._to)
        passing = asyncio.create_task(self._pass_on(said, out, ask))
        try:
            while True:
                kind, message = await _message(answers)
                out.write(message[:5] + struct.pack(">i", 77) + message[9:] if kind == b"K" else message)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            passing.cancel()
            out.close()
            ask.close()

    async def _pass_on(
        self, said: asyncio.StreamReader, out: asyncio.StreamWriter, ask: asyncio.StreamWriter
    ) -> None:
        ask.write(await _startup(said, out))
        while heard := await said.read(65536):
            ask.write(heard)
        ask.close()


async def _hear(said: asyncio.StreamReader, heard: asyncio.Queue[bytes]) -> None:
    """Everything a client says; nothing (an empty message) when it takes its leave."""
    try:
        while True:
            kind, message = await _message(said)
            if kind == b"X":
                return
            heard.put_nowait(message)
    except (asyncio.IncompleteReadError, ConnectionError):
        return
    finally:
        heard.put_nowait(b"")


async def _startup(said: asyncio.StreamReader, out: asyncio.StreamWriter) -> bytes:
    while True:
        length = await said.readexactly(4)
        body = await said.readexactly(struct.unpack(">i", length)[0] - 4)
        if struct.unpack(">i", body[:4])[0] != SSL_REQUEST:
            return length + body
        out.write(b"N")


async def _message(said: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await said.readexactly(5)
    return head[:1], head + await said.readexactly(struct.unpack(">i", head[1:])[0] - 4)


async def _until_ready(answers: asyncio.StreamReader, out: asyncio.StreamWriter) -> bytes:
    """Everything up to ReadyForQuery; its state: I idle, T in a transaction, E in a failed one."""
    while True:
        kind, message = await _message(answers)
        out.write(message)
        if kind == b"Z":
            return message[5:6]
