"""Real HTTP servers on the loopback interface that speak the chat protocols, each with a script."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Script:
    """What a server does, and what it saw.

    :param pieces: text sent piece by piece.
    :param statuses: HTTP statuses of the first requests; 200 afterwards.
    :param body: body of an error.
    :param break_after: close the connection after this many pieces.
    :param delay_seconds: wait before every piece.
    """

    pieces: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    body: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    break_after: int | None = None
    delay_seconds: float = 0.0
    finish_reason: str = "stop"
    usage: bool = True
    raw: bytes | None = None
    requests: list[dict] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    sent: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Script

    def log_message(self, *args):
        pass

    def do_POST(self):
        script = self.script
        body = self.rfile.read(int(self.headers["Content-Length"]))
        script.requests.append(json.loads(body))
        script.paths.append(self.path)
        script.keys.append(self.headers.get("Authorization") or self.headers.get("x-api-key", ""))
        status = script.statuses.pop(0) if script.statuses else 200
        if status != 200:
            self.answer_error(status)
            return
        self.send_response(200)
        self.send_header("Content-Type", self.content_type)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            self.send_pieces()
        except (BrokenPipeError, ConnectionResetError):
            script.hung_up.set()

    def answer_error(self, status):
        body = json.dumps(self.script.body or {"error": {"message": f"status {status}"}}).encode()
        self.send_response(status)
        for name, value in self.script.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def write(self, text: str):
        self.wfile.write(text.encode())
        self.wfile.flush()

    def send_pieces(self):
        script = self.script
        if script.raw is not None:
            self.wfile.write(script.raw)
            return
        self.open_stream()
        for index, piece in enumerate(script.pieces):
            if index == script.break_after:
                self.connection.shutdown(2)
                return
            time.sleep(script.delay_seconds)
            self.piece(piece)
            script.sent = index + 1
        self.close_stream()

    content_type = "text/event-stream"

    def open_stream(self):
        pass


class OpenAIHandler(Handler):
    def event(self, **data):
        base = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "tiny"}
        self.write(f"data: {json.dumps(base | data)}\n\n")

    def piece(self, text):
        self.event(choices=[{"index": 0, "delta": {"role": "assistant", "content": text}}])

    def close_stream(self):
        reason = self.script.finish_reason
        self.event(choices=[{"index": 0, "delta": {}, "finish_reason": reason}])
        if self.script.usage:
            usage = {"prompt_tokens": 321, "completion_tokens": 21, "total_tokens": 342}
            self.event(choices=[], usage=usage)
        self.write("data: [DONE]\n\n")


class OllamaHandler(Handler):
    content_type = "application/x-ndjson"

    def line(self, **data):
        base = {"model": "tiny", "created_at": "2024-01-01T00:00:00Z", "done": False}
        self.write(json.dumps(base | data) + "\n")

    def piece(self, text):
        self.line(message={"role": "assistant", "content": text})

    def close_stream(self):
        self.line(
            message={"role": "assistant", "content": ""},
            done=True,
            done_reason=self.script.finish_reason,
            prompt_eval_count=321,
            eval_count=21,
        )


class AnthropicHandler(Handler):
    def event(self, kind, **data):
        self.write(f"event: {kind}\ndata: {json.dumps({'type': kind} | data)}\n\n")

    def open_stream(self):
        message = {
            "id": "m1",
            "type": "message",
            "role": "assistant",
            "model": "tiny",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": 321, "output_tokens": 1},
        }
        self.event("message_start", message=message)
        self.event("content_block_start", index=0, content_block={"type": "text", "text": ""})

    def piece(self, text):
        self.event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def close_stream(self):
        self.event("content_block_stop", index=0)
        delta = {"stop_reason": self.script.finish_reason, "stop_sequence": None}
        self.event("message_delta", delta=delta, usage={"input_tokens": 321, "output_tokens": 21})
        self.event("message_stop")


HANDLERS = {"openai": OpenAIHandler, "ollama": OllamaHandler, "anthropic": AnthropicHandler}


@contextmanager
def serve(provider: str, script: Script) -> Iterator[str]:
    """Serve a script; yields the base URL that the provider's client takes."""
    handler = type("Scripted", (HANDLERS[provider],), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        path = "/v1" if provider == "openai" else ""
        yield f"http://127.0.0.1:{server.server_address[1]}{path}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
