"""A load test: many clients at once against a service on loopback, which this script starts.

    python benchmarks/service_load.py [--clients 200] [--seconds 60] [--state FILE|redis://...]

Each client keeps one connection and sends one request after the other: half are messages of its own conversations, a
quarter single scores, a quarter of the compatible endpoint. Prints requests, errors, latency, and the server's resident
memory at the start and after every fifth of the time.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import count
from pathlib import Path

_TEXTS = (
    "gg wp, same team tomorrow?",
    "how old are you, are your parents home?",
    "what is 6 times 4?",
    "our secret ok, dont tell your mom",
    "my teacher moved the test to friday",
)
_SAMPLES = 5
_MESSAGES = 40  # of one conversation; then the client begins another


def main() -> None:
    """Start the service, load it, print the figures, and exit with 1 if any request failed."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = start(port, options.state or f"{folder}/conversations.sqlite3", Path(folder, "log"))
        try:
            results = asyncio.run(load(port, server.pid, options.clients, options.seconds))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    report(results, options)
    sys.exit(1 if results["errors"] else 0)


def start(port: int, state: str, log: Path, *options: str, keys: str = "") -> subprocess.Popen:
    """Start a service and wait until it listens."""
    command = [sys.executable, "-m", "grooming_risk", "serve", "--port", str(port), "--state", state, *options]
    with log.open("ab") as stream:
        own = {name: value for name, value in os.environ.items() if name != "GROOMING_RISK_API_KEYS"}
        environment = {**own, **({"GROOMING_RISK_API_KEYS": keys} if keys else {})}
        server = subprocess.Popen(command, stdout=stream, stderr=stream, env=environment)
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return server
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    server.kill()
    server.wait()
    raise RuntimeError(f"the service did not start: {log.read_text()}")


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def memory(pid: int) -> float:
    """Return the resident memory of a process in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def load(port: int, pid: int, clients: int, duration: float) -> dict:
    """Let the clients send for so many seconds."""
    results = {"latencies": [], "errors": Counter(), "memory": [memory(pid)]}
    end = time.perf_counter() + duration
    tasks = [asyncio.create_task(client(port, number, end, results)) for number in range(clients)]
    for _ in range(_SAMPLES):
        await asyncio.sleep(duration / _SAMPLES)
        results["memory"].append(memory(pid))
    await asyncio.gather(*tasks)
    return results


async def client(port: int, number: int, end: float, results: dict) -> None:
    """Send requests over one connection until the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for turn in count():
        begin = time.perf_counter()
        if begin > end:
            break
        try:
            status = await exchange(reader, writer, *request(number, turn))
        except (OSError, EOFError) as error:
            results["errors"][type(error).__name__] += 1
            break
        results["latencies"].append(time.perf_counter() - begin)
        if status != 200:
            results["errors"][status] += 1
    writer.close()


def request(number: int, turn: int) -> tuple[str, dict]:
    """Return path and body of a client's next request."""
    text = _TEXTS[(number + turn) % len(_TEXTS)]
    if turn % 2 == 0:
        conversation, message = divmod(turn // 2, _MESSAGES)
        body = {"author": f"a{message % 2}", "text": text, "at": 60.0 * message, "id": str(message)}
        return f"/v1/conversations/load-{number}-{conversation}/messages", body
    if turn % 4 == 1:
        return "/v1/score", {"text": text}
    return "/v1alpha1/comments:analyze", {"comment": {"text": text}, "requestedAttributes": {"GROOMING_RISK": {}}}


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, body: dict) -> int:
    """Send one request and return the status of its answer."""
    data = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(data)}"
    writer.write(head.encode() + b"\r\n\r\n" + data)
    answer = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(answer.partition(b"content-length:")[2].split()[0])
    await reader.readexactly(length)
    return int(answer.split()[1])


def report(results: dict, options: argparse.Namespace) -> None:
    """Print the figures."""
    latencies = sorted(results["latencies"])
    p50, p99 = (1000 * latencies[int(len(latencies) * share)] for share in (0.5, 0.99))
    print(f"{options.clients} clients, {options.seconds:g} s, {os.cpu_count()} processors (shared with the clients)")
    rate = len(latencies) / options.seconds
    print(f"{len(latencies):,} requests, {rate:,.0f} a second; errors: {dict(results['errors'])}")
    print(f"latency: p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {1000 * latencies[-1]:.0f} ms")
    print("memory in MiB, at the start and after every fifth:", ", ".join(f"{size:.1f}" for size in results["memory"]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Load the service over loopback.")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--state")
    return parser.parse_args()


if __name__ == "__main__":
    main()
