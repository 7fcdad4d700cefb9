import "./json-console.mjs";
import crypto from "node:crypto";
import http from "node:http";
import next from "next";
import { inCheckout, root } from "./checkout.mjs";
import { explainErrors } from "./explain.mjs";
import { sayReady, stopOnSignal } from "./lifeline.mjs";
import { run } from "./run.mjs";
import { fixedHeaders, isForged, newRequestId, refusal, refuseSocket } from "./wire.mjs";

// An idle connection is kept longer than load balancers keep theirs (a minute): whoever closes first may cut off a request that is on its way.
const limits = { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 75_000 };
const answers = new WeakMap();
const parserErrors = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };
const verbs = {
  page: new Set(["GET", "HEAD", "POST", "OPTIONS"]),
  api: new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
};
const dev = process.argv.includes("--dev");
const port = Number(process.env.PORT || 3000);
const hostname = process.env.HOST || "127.0.0.1";

// What we tell the app travels in headers whose names nobody outside can know, and the app trusts only those.
const wire = crypto.randomBytes(8).toString("hex");
process.env.GANGWAY_WIRE = wire;
process.chdir(root);

const app = next({ dev, dir: root, hostname, port });
await Promise.all([app.prepare(), checkEnvironment()]);
const handle = app.getRequestHandler();

// We answer a missing Host ourselves: Node's own answer would have neither id nor headers.
// And without a development server there is nothing to upgrade to: Next would just hang up.
const options = { ...limits, requireHostHeader: false, shouldUpgradeCallback: () => dev };
const server = http.createServer(options, (request, response) => {
  const id = newRequestId();
  answers.set(request.socket, response);
  const status = refusedStatus(request);
  if (status) return refuse(response, status, id, verbsOf(request));
  for (const name of Object.keys(request.headers)) if (isForged(name)) delete request.headers[name];
  request.headers[`x-gangway-url-${wire}`] = request.url;
  request.headers[`x-gangway-peer-${wire}`] = request.socket.remoteAddress ?? "";
  request.headers[`x-gangway-id-${wire}`] = id;
  for (const [name, value] of Object.entries(fixedHeaders)) response.setHeader(name, value);
  response.setHeader("X-Request-Id", id);
  nameCharset(response);
  explainErrors(request, response, id, { keepsPages: dev });
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
server.on("error", error => giveUp(error.code === "EADDRINUSE" ? `Port ${port} is taken.` : error.message));
server.listen(port, hostname, () => {
  stopOnSignal(stop, 10);
  sayReady();
});

/** A wrong or missing value ends this process before it serves anything, whoever started it. */
async function checkEnvironment() {
  const env = { ...process.env, DATABASE_URL: process.env.DATABASE_URL ?? "" };
  const { status, output } = await run(process.execPath, [inCheckout("scripts", "check-environment.mjs")], { env });
  if (status !== 0) giveUp(output.trim());
}

function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const verbsOf = ({ url }) => (/^\/api(\/|\?|$)/.test(url) ? verbs.api : verbs.page);

function refusedStatus(request) {
  const { method, httpVersion, headers, url } = request;
  // Next would answer PUT and the like with the page.
  if (!verbsOf(request).has(method)) return 405;
  if (httpVersion === "1.1" && !headers.host) return 400;
  // A request for another host's address, which Next would answer with a redirect to that host.
  if (!url.startsWith("/") || !isDecodable(url)) return 400;
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

const hasText = /^(text\/|image\/svg\+xml|application\/(json|javascript|xml|[\w.+-]+\+(json|xml)))/;

/** Names the encoding of every text, also where Next or a route leaves it out. */
function nameCharset(response) {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (...rest) => {
    const type = String(response.getHeader("content-type") ?? "");
    if (!response.headersSent && hasText.test(type) && !/charset=/i.test(type))
      response.setHeader("Content-Type", `${type}; charset=utf-8`);
    return writeHead(...rest);
  };
}

function refuse(response, status, id, allowed = verbs.api) {
  if (response.headersSent) return response.destroy();
  const { headers, body } = refusal(status, id);
  if (status === 405) headers.Allow = [...allowed].join(", ");
  response.writeHead(status, headers).end(body);
}

/** Takes no new connection, lets answers finish, writes down what was measured, then closes Next. */
async function stop() {
  const closed = new Promise(resolve => server.close(resolve));
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), 8000);
  await closed;
  clearTimeout(impatient);
  // What was measured since the last time (lib/platform/measures/keep.ts).
  await globalThis.gangwayKeepMeasures?.();
  await app.close();
}
