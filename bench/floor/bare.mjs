import http from "node:http";
import { sayReady, stopOnSignal } from "../../scripts/lifeline.mjs";
import { activate } from "./activate.mjs";

// The same act behind node:http and nothing else: what the framework costs is the difference to bench/floor/app.
async function answer(request, response) {
  const chunks = await request.toArray();
  const { headers, method } = request;
  const done = await activate({ headers, method, path: "/api/v1/partner/user/activate", bytes: Buffer.concat(chunks) });
  response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "private, no-store" });
  response.end(JSON.stringify(done));
}

const server = http.createServer((request, response) => {
  answer(request, response).catch(error => response.writeHead(500).end(String(error)));
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  stopOnSignal(() => server.close(), 5);
  sayReady();
});
