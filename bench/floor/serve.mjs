import http from "node:http";
import path from "node:path";
import next from "next";
import { sayReady, stopOnSignal } from "../../scripts/lifeline.mjs";

// The bare app behind the same kind of server as the product's, which adds nothing to it.
const app = next({ dir: path.resolve(import.meta.dirname), hostname: "127.0.0.1", port: Number(process.env.PORT) });
await app.prepare();
const handle = app.getRequestHandler();
const server = http.createServer((request, response) => handle(request, response));
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  stopOnSignal(() => app.close(), 5);
  sayReady();
});
