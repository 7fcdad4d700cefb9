import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { RequestCookies } from "next/dist/compiled/@edge-runtime/cookies";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";
import { HeadersAdapter } from "next/dist/server/web/spec-extension/adapters/headers";
import { MutableRequestCookiesAdapter } from "next/dist/server/web/spec-extension/adapters/request-cookies";
import { afterAll, vi } from "vitest";
import type { DeclaredHandler, NextContext } from "../http/declaration";
import { findFreePort } from "./free-port";

type Params = Awaited<NextContext["params"]>;
/** Modules of `app/api` by the path of their folder. */
type Modules = Record<string, object>;

/** Who answers a path, and the parameters that stand in it. */
function findModule(modules: Modules, path: string): { found: object; params: Params } | null {
  for (const [pattern, found] of Object.entries(modules)) {
    const names = [...pattern.matchAll(/\[(\w+)\]/g)].map(([, name]) => String(name));
    const match = new RegExp(`^${pattern.replace(/\[\w+\]/g, "([^/]+)")}$`).exec(path);
    if (match) return { found, params: Object.fromEntries(names.map((name, at) => [name, String(match[at + 1])])) };
  }
  return null;
}

async function toRequest(incoming: IncomingMessage, address: string): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const { method = "GET", url = "/" } = incoming;
  return new Request(new URL(url, address), {
    method,
    headers,
    ...(chunks.length ? { body: Buffer.concat(chunks) } : {}),
  });
}

/** What Next puts round a handler, as far as ours look at it: the request's headers and cookies, and the cookies that the answer sets. */
async function inNext(request: Request, work: () => Promise<Response>): Promise<Response> {
  const cookies = new RequestCookies(request.headers);
  let given: string[] = [];
  const userspaceMutableCookies = MutableRequestCookiesAdapter.wrap(cookies, set => {
    given = set;
  });
  const headers = HeadersAdapter.seal(request.headers);
  const unit = { type: "request", phase: "action", cookies, userspaceMutableCookies, headers };
  const store = { route: new URL(request.url).pathname, forceStatic: false, dynamicShouldError: false };
  const answer = await workAsyncStorage.run(store as never, () => workUnitAsyncStorage.run(unit as never, work));
  for (const cookie of given) answer.headers.append("set-cookie", cookie);
  return answer;
}

/** Such an API: it may be away, or have other modules until what `replace` returns is called. */
export type OwnApi = {
  address: string;
  down: () => void;
  up: () => void;
  replace: (others: Modules) => () => void;
};

/**
 * Serves some routes of ours at an address of this test's own, for what asks our API as anybody would; the build is not needed, and what Next adds is not
 * there. Call it before anything reads the environment.
 */
export async function serveOwnApi(load: () => Promise<Modules>): Promise<OwnApi> {
  const port = await findFreePort();
  const address = `http://127.0.0.1:${port}`;
  vi.stubEnv("APP_URL", address);
  let [isDown, others]: [boolean, Modules] = [false, {}];
  // Before the first call, which would wait for all of it.
  const modules = await load();
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const request = await toRequest(incoming, address);
    const { found, params } = findModule({ ...modules, ...others }, new URL(request.url).pathname) ?? {};
    const handler = (found as Record<string, DeclaredHandler> | undefined)?.[request.method];
    const context = { params: Promise.resolve(params ?? {}) };
    const answer = handler
      ? await inNext(request, () => handler(request, context))
      : new Response(null, { status: 404 });
    outgoing.setHeaders(answer.headers);
    outgoing.writeHead(answer.status);
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((incoming, outgoing) => {
    if (isDown) incoming.socket.destroy();
    else serve(incoming, outgoing).catch((thrown: unknown) => outgoing.destroy(thrown as Error));
  });
  await new Promise<void>(resolve => server.listen(port, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    return new Promise<void>(resolve => server.close(() => resolve()));
  });
  const replace = (wanted: Modules) => {
    others = wanted;
    return () => {
      others = {};
    };
  };
  const setDown = (to: boolean) => () => {
    isDown = to;
  };
  return { address, down: setDown(true), up: setDown(false), replace };
}
