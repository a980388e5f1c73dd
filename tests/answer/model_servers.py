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
    :param thoughts: what a reasoning model says in the field its protocol has for that.
    :param keep_alives: what is sent before every piece to keep the connection open.
    :param stream_error: an error sent in the stream after the pieces.
    :param hang: ``headers`` or ``stream``: where the server falls silent until the client leaves.
    :param page: a web page sent instead of anything else, with ``page_status``.
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
    thoughts: list[str] = field(default_factory=list)
    keep_alives: int = 0
    stream_error: str = ""
    hang: str = ""
    page: str = ""
    page_status: int = 200
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
        if script.page:
            self.answer_page()
            return
        if status != 200:
            self.answer_error(status)
            return
        if script.hang == "headers":
            self.wait_for_hang_up()
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

    def wait_for_hang_up(self):
        self.close_connection = True
        try:
            gone = self.connection.recv(1) == b""
        except ConnectionResetError:
            gone = True
        if gone:
            self.script.hung_up.set()

    def answer_page(self):
        body = self.script.page.encode()
        self.send_response(self.script.page_status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

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
        for thought in script.thoughts:
            self.thought(thought)
        if script.hang == "stream":
            self.wait_for_hang_up()
            return
        for index, piece in enumerate(script.pieces):
            if index == script.break_after:
                self.connection.shutdown(2)
                return
            time.sleep(script.delay_seconds)
            for _ in range(script.keep_alives):
                self.keep_alive()
            self.piece(piece)
            script.sent = index + 1
        if script.stream_error:
            self.error(script.stream_error)
            return
        self.close_stream()

    content_type = "text/event-stream"

    def open_stream(self):
        pass


class OpenAIHandler(Handler):
    def event(self, **data):
        base = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "tiny"}
        self.write(f"data: {json.dumps(base | data)}\n\n")

    def keep_alive(self):
        self.write(": OPENROUTER PROCESSING\n\n")

    def thought(self, text):
        delta = {"role": "assistant", "content": None, "reasoning_content": text}
        self.event(choices=[{"index": 0, "delta": delta, "finish_reason": None}])

    def piece(self, text):
        delta = {"role": "assistant", "content": text}
        self.event(choices=[{"index": 0, "delta": delta, "finish_reason": None}], usage=None)

    def error(self, message):
        self.write(f"data: {json.dumps({'error': {'message': message, 'code': 500}})}\n\n")

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

    def keep_alive(self):
        self.line(message={"role": "assistant", "content": ""})

    def thought(self, text):
        self.line(message={"role": "assistant", "content": "", "thinking": text})

    def piece(self, text):
        self.line(message={"role": "assistant", "content": text})

    def error(self, message):
        self.write(json.dumps({"error": message}) + "\n")

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
        if self.script.thoughts:
            block = {"type": "thinking", "thinking": "", "signature": ""}
            self.event("content_block_start", index=0, content_block=block)
        else:
            self.open_text(0)

    def open_text(self, index):
        self.index = index
        self.event("content_block_start", index=index, content_block={"type": "text", "text": ""})

    def keep_alive(self):
        self.event("ping")

    def thought(self, text):
        self.event(
            "content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": text}
        )
        if text == self.script.thoughts[-1]:
            signature = {"type": "signature_delta", "signature": "c2lnbmVk"}
            self.event("content_block_delta", index=0, delta=signature)
            self.event("content_block_stop", index=0)
            self.open_text(1)

    def piece(self, text):
        delta = {"type": "text_delta", "text": text}
        self.event("content_block_delta", index=self.index, delta=delta)

    def error(self, message):
        self.event("error", error={"type": "overloaded_error", "message": message})

    def close_stream(self):
        self.event("content_block_stop", index=self.index)
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
