"""A receiver of webhooks on loopback, in a thread."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def receiver(answers=()):
    """Yield the URL of a receiver and what it got; it gives the statuses of `answers` first, then 204.

    An answer that is an event is waited for before the receiver answers. A redirect leads back to the receiver.
    """
    got, planned = [], list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            got.append((self.path, dict(self.headers.items()), body))
            answer = planned.pop(0) if planned else 204
            if isinstance(answer, threading.Event):
                answer.wait(30)
                answer = 204
            self.send_response(answer)
            if 300 <= answer < 400:
                self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/alerts?token=secret-token", got
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def event_of(request):
    """Return the event that a request carried."""
    return json.loads(request[2])
