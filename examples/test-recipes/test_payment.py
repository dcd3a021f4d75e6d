# python3 -m pytest test_payment.py
import hashlib, hmac, json, os, shlex, subprocess, threading, time, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import pytest

# Starts the sandbox; another is "node kgiton-sandbox.cjs". With KGITON_SANDBOX_URL, a running one is used, such as a container.
COMMAND = os.environ.get("KGITON_SANDBOX_COMMAND", "kgiton-sandbox")
SECRET = "whsec_test_kgiton"
# Where the sandbox reaches this test; from a container, host.docker.internal.
WEBHOOK_HOST = os.environ.get("WEBHOOK_HOST", "127.0.0.1")


@pytest.fixture(scope="session")
def sandbox():
    """The URL of a sandbox, for all tests."""
    process = None
    url = os.environ.get("KGITON_SANDBOX_URL")
    if not url:
        command = [*shlex.split(COMMAND), "--port", "0", "--json"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        url = json.loads(process.stdout.readline())["url"]
    wait_until_healthy(url)
    yield url
    if process:
        process.terminate()
        process.wait()


def wait_until_healthy(url):
    deadline = time.monotonic() + 30
    while True:
        try:
            return urlopen(f"{url}/_sandbox/health", timeout=2).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture
def call(sandbox):
    """Calls the sandbox with an API key of this test alone, so that tests can run in parallel."""
    headers = {"x-api-key": f"kgiton_{uuid.uuid4().hex}", "content-type": "application/json"}

    def call(method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(sandbox + path, data, headers, method=method), timeout=10) as response:
            return json.load(response)

    return call


@pytest.fixture
def shop():
    """Stands in for your application: paid orders, and the URL of the webhook handler."""
    paid = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
            is_valid = hmac.compare_digest(expected, self.headers.get("x-kgiton-signature", ""))
            if is_valid:
                paid.append(json.loads(body)["transaction_id"])
            self.send_response(200 if is_valid else 401)
            self.end_headers()

    bind = "127.0.0.1" if WEBHOOK_HOST == "127.0.0.1" else ""
    server = ThreadingHTTPServer((bind, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield paid, f"http://{WEBHOOK_HOST}:{server.server_port}/webhook/payment"
    server.shutdown()


def test_an_order_is_paid_once_its_webhook_has_arrived(call, shop):
    paid, webhook_url = shop
    call("POST", "/api/partner/payment/generate", {
        "transaction_id": "ORDER-1",
        "amount": 50000,
        "license_key": "SANDB-ACTIV-E0000-00000-00001",
        "payment_type": "QRIS",
        "webhook_url": webhook_url,
    })
    call("POST", "/_sandbox/payments/ORDER-1/pay")
    call("GET", "/_sandbox/deliveries?payment=ORDER-1&state=delivered&wait=5000")
    assert paid == ["ORDER-1"]
