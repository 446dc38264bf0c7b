"""A real SMTP server for tests: accepts mail, writes down what it accepted, can be slow or refuse.

Run as a process: `python smtp_sink.py LOG [--delay 0.02]`; it prints its two ports. LOG gets one
line a message, `<Message-ID> <recipient>`, on disk before the server answers 250. SIGUSR1 ends the
delay. The second port
answers any connection with how many messages are between 354 and their answer at this moment.

Recipients steer it: `refuse…` 550 5.1.1, `later…` 450, `drop…` closes after the content without
a word.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Sink:
    """The state all sessions share."""

    def __init__(self, log: int, delay: float) -> None:
        self.log = log
        self.delay = delay
        self.open = 0

    def hurry(self) -> None:
        """Answer without delay from now on."""
        self.delay = 0.0

    async def status(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Say how many messages are open."""
        writer.write(f"{self.open}\n".encode())
        await writer.drain()
        writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one client."""
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")

        say("220 sink ESMTP")
        recipients: list[str] = []
        while line := await reader.readline():
            command = line.strip().decode().upper()
            if command.startswith("EHLO"):
                say("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 52428800")
            elif command.startswith("RCPT"):
                say(self._recipient(line.decode(), recipients))
            elif command == "DATA":
                if not recipients:
                    say("554 5.5.1 no valid recipients")
                    continue
                say("354 go on")
                await writer.drain()
                if not await self._content(reader, writer, recipients):
                    return
                recipients.clear()
            elif command == "QUIT":
                say("221 bye")
                return
            else:
                if command.startswith(("MAIL", "RSET")):
                    recipients.clear()
                say("250 ok")

    @staticmethod
    def _recipient(line: str, recipients: list[str]) -> str:
        address = line.partition("<")[2].partition(">")[0]
        if address.startswith("refuse"):
            return "550 5.1.1 no such user"
        if address.startswith("later"):
            return "450 4.2.0 try again later"
        recipients.append(address)
        return "250 ok"

    async def _content(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, recipients: list[str]
    ) -> bool:
        self.open += 1
        try:
            content = await reader.readuntil(b"\r\n.\r\n")
            found = _MESSAGE_ID.search(content)
            name = found.group(1).decode() if found else "?"
            await asyncio.sleep(self.delay / 2)
            os.write(self.log, f"{name} {recipients[0]}\n".encode())
            os.fdatasync(self.log)
            await asyncio.sleep(self.delay / 2)
            if recipients[0].startswith("drop"):
                return False
            writer.write(b"250 2.0.0 taken\r\n")
            return True
        finally:
            self.open -= 1


async def main() -> None:
    """Listen until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--delay", type=float, default=0.0)
    given = parser.parse_args()
    log = os.open(given.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sink = Sink(log, given.delay)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, sink.hurry)
    mail = await asyncio.start_server(sink.serve, "127.0.0.1", 0, limit=4 * 1024 * 1024)
    status = await asyncio.start_server(sink.status, "127.0.0.1", 0)
    ports = [server.sockets[0].getsockname()[1] for server in (mail, status)]
    print(*ports, flush=True)
    await asyncio.gather(mail.serve_forever(), status.serve_forever())


if __name__ == "__main__":
    asyncio.run(main())
