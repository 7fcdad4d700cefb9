import crypto from "node:crypto";
import http from "node:http";
import next from "next";
import { root } from "./checkout.mjs";
import { sayReady, stopOnSignal } from "./lifeline.mjs";
import { fixedHeaders, newRequestId, refusal, refuseSocket } from "./wire.mjs";

const limits = { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 30_000 };
const answers = new WeakMap();
const parserErrors = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };
const dev = process.argv.includes("--dev");
const port = Number(process.env.PORT || 3000);
const hostname = process.env.HOST || "127.0.0.1";

// What we tell the app travels in headers whose names nobody outside can know, and the app trusts only those.
const wire = crypto.randomBytes(8).toString("hex");
process.env.GANGWAY_WIRE = wire;
process.chdir(root);

const app = next({ dev, dir: root, hostname, port });
await app.prepare();
const handle = app.getRequestHandler();

// We answer a missing Host ourselves: Node's own answer would have neither id nor headers.
// And without a development server there is nothing to upgrade to: Next would just hang up.
const options = { ...limits, requireHostHeader: false, shouldUpgradeCallback: () => dev };
const server = http.createServer(options, (request, response) => {
  const id = newRequestId();
  answers.set(request.socket, response);
  const status = refusedStatus(request);
  if (status) return refuse(response, status, id);
  for (const name of Object.keys(request.headers)) if (name.startsWith("x-gangway-")) delete request.headers[name];
  request.headers[`x-gangway-url-${wire}`] = request.url;
  request.headers[`x-gangway-peer-${wire}`] = request.socket.remoteAddress ?? "";
  request.headers[`x-gangway-id-${wire}`] = id;
  for (const [name, value] of Object.entries(fixedHeaders)) response.setHeader(name, value);
  response.setHeader("X-Request-Id", id);
  explainBareErrors(request, response, id);
  handle(request, response).catch(error => {
    console.error(`${id}:`, error);
    refuse(response, 500, id);
  });
});
server.on("connect", (_request, socket) => refuseSocket(socket, 405));
server.on("checkExpectation", (_request, response) => refuse(response, 417, newRequestId()));
server.on("clientError", (error, socket) => {
  const current = answers.get(socket);
  // A second answer would be read as part of the one that is under way.
  if (error.code === "ECONNRESET" || (current?.headersSent && !current.writableFinished)) return socket.destroy();
  refuseSocket(socket, parserErrors[error.code] ?? 400);
});
server.on("error", error => {
  console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken.` : error.message);
  process.exit(1);
});
server.listen(port, hostname, () => {
  stopOnSignal(stop, 10);
  sayReady();
});

function refusedStatus({ method, httpVersion, headers, url }) {
  if (method === "TRACE") return 405;
  if (httpVersion === "1.1" && !headers.host) return 400;
  if (!isDecodable(url)) return 400;
  return headers["next-action"] !== undefined && isForeign(headers) ? 403 : null;
}

function isDecodable(url) {
  try {
    decodeURIComponent(url.split("?", 1)[0]);
    return true;
  } catch {
    return false;
  }
}

/** A server action from elsewhere: Next would refuse it too, but with a 500. */
function isForeign({ origin, host }) {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Next answers a verb that an address of the API does not have with an empty 405, and a broken server action with a bare 500: we give both the envelope. */
function explainBareErrors(request, response, id) {
  const isApi = request.url.startsWith("/api/");
  const isAction = request.headers["next-action"] !== undefined;
  if (!isApi && !isAction) return;
  const [writeHead, end] = [response.writeHead.bind(response), response.end.bind(response)];
  let envelope;
  response.writeHead = (...rest) => {
    const status = response.headersSent ? null : explainedStatus(response, isAction);
    if (status === null) return writeHead(...rest);
    const { headers, body } = refusal(status, id);
    for (const name of ["Content-Type", "Content-Length", "Cache-Control"]) response.setHeader(name, headers[name]);
    response.removeHeader("content-encoding");
    envelope = request.method === "HEAD" ? "" : body;
    response.statusCode = status;
    return writeHead(status);
  };
  response.write = withHeadFirst(response, response.write.bind(response), () => envelope === undefined);
  response.end = (...rest) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return envelope === undefined ? end(...rest) : end(envelope);
  };
}

const withHeadFirst =
  (response, write, isOurs) =>
  (...rest) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return isOurs() ? write(...rest) : true;
  };

function explainedStatus(response, isAction) {
  if (response.statusCode === 405 && !response.hasHeader("content-type")) return 405;
  // Our actions never throw, so what breaks here is a body that Next could not read; its words are in the log.
  return isAction && response.statusCode === 500 ? 400 : null;
}

function refuse(response, status, id) {
  if (response.headersSent) return response.destroy();
  const { headers, body } = refusal(status, id);
  response.writeHead(status, headers).end(body);
}

/** Takes no new connection, lets answers finish, then closes Next. */
async function stop() {
  const closed = new Promise(resolve => server.close(resolve));
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), 8000);
  await closed;
  clearTimeout(impatient);
  await app.close();
}
