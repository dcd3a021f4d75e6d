// Loaded into the process of Prism before Prism itself (`node --import`). Prism responds to any page of the web, and calls
// the webhook_url of every request, even of one that it refuses: a page could reach whatever the developer's machine can.
// This lets through only what programs and pages of this machine send, like the sandbox. In the process, because a proxy
// in front would leave Prism's own port open.
import http from 'node:http';

const { createServer } = http;

http.createServer = (handler) =>
  createServer((request, response) => {
    if (isOfThisMachine(request.headers)) {
      handler(request, response);
      return;
    }
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
    response.end('The mock is for programs and pages of this machine, at localhost or 127.0.0.1.');
  });

/** A foreign host name means DNS rebinding: a site has pointed its own name here, to act as a page of this machine. */
function isOfThisMachine({ host, origin, 'sec-fetch-site': site }) {
  return isLoopback(`http://${host}`) && (origin === undefined ? site !== 'cross-site' : isLoopback(origin));
}

function isLoopback(url) {
  // `URL.canParse` is wrong in Node 20 for some texts.
  try {
    const { protocol, hostname } = new URL(url);
    return /^https?:$/.test(protocol) && /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  } catch {
    return false;
  }
}
