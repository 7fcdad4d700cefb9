import { connect, createServer, type Server } from "node:net";
import { expect, test } from "./fixtures";
import { rawRequest, sendRaw } from "./raw-http";

/** Somewhere inside that nobody may reach through us; it counts who comes. */
async function listen(): Promise<{ host: string; visits: () => number; server: Server }> {
  let visits = 0;
  const server = createServer(socket => {
    visits += 1;
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nin the cellar");
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  return { host: `127.0.0.1:${at !== null && typeof at === "object" ? at.port : 0}`, visits: () => visits, server };
}

const upgrade = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "eA==",
};

type Asked = [line: string, headers?: Record<string, string>, body?: string];
const json = { "Content-Length": "2", "Content-Type": "application/json" };

/** What the image optimizer, the development server and TRACE would do for an address. */
const tools = (host: string, url: string): Asked[] => [
  ...[url, `//${host}/x.png`, "file:///etc/hosts", "/../../package.json"].map<Asked>(given => [
    `GET /_next/image?url=${encodeURIComponent(given)}&w=64&q=75`,
  ]),
  [`GET /_next/image?url=${encodeURIComponent(url)}&w=64&q=75`, { "X-Forwarded-Host": host, Host: host }],
  ["POST /__nextjs_original-stack-frames", json, "{}"],
  [`GET /__nextjs_original-stack-frame?file=${encodeURIComponent(url)}`],
  [`GET /__nextjs_source-map?filename=${encodeURIComponent(url)}`],
  ["GET /__nextjs_launch-editor?file=/etc/hosts"],
  ["GET /__nextjs_font/x.woff2"],
  ["POST /_next/mcp", json, "{}"],
  ["TRACE /login"],
  [`TRACE ${url}`],
];

const lines = (host: string, url: string) => [
  ...[
    url,
    `http://user@${host}/`,
    `//${host}/x`,
    `/\\${host}/x`,
    `/${url}`,
    `/_next/static/${url}`,
    `/_next/data/${url}`,
  ],
  `/login?next=${encodeURIComponent(url)}`,
];

/** Addresses, upgrades, forged rewrites and actions that name another host. */
const detours = (host: string, url: string): Asked[] => [
  ...lines(host, url).map<Asked>(line => [`GET ${line}`]),
  [`CONNECT ${host}`],
  ...["/", url, "/_next/webpack-hmr", `//${host}/`].map<Asked>(line => [`GET ${line}`, { ...upgrade, Host: host }]),
  ...["x-middleware-rewrite", "x-nextjs-rewrite", "x-invoke-path", "x-original-url"].map<Asked>(name => [
    "GET /login",
    { [name]: url },
  ]),
  ["GET /choose", { Host: host, "X-Forwarded-Host": host, "X-Forwarded-Proto": "http" }],
  ["GET /admin", { Host: host, RSC: "1", "Next-Url": url }],
  ...["/login", "/choose", "/"].map<Asked>(page => [
    `POST ${page}`,
    { ...json, Host: host, Origin: `http://${host}`, "Next-Action": "0".repeat(42), "Content-Type": "text/plain" },
    "[]",
  ]),
];

test("bar 38: no image proxy, upgrade, action, forged rewrite or address makes us connect to anywhere, and none is a 5xx", async ({
  address,
}) => {
  const { host, visits, server } = await listen();
  const url = `http://${host}/x.png`;
  try {
    for (const [line, headers, body] of [...tools(host, url), ...detours(host, url)]) {
      const answer = await sendRaw(address, rawRequest(line, headers, body), 3_000);
      const asked = `${line} ${JSON.stringify(headers)}`;
      expect.soft(answer.status, asked).toBeGreaterThanOrEqual(200);
      expect.soft(answer.status, asked).toBeLessThan(500);
      expect.soft(answer.text, asked).not.toContain("in the cellar");
      expect.soft(new URL(answer.headers.get("location") ?? "/", address).origin, `where ${asked} leads`).toBe(address);
      expect.soft(visits(), `visits after ${asked}`).toBe(0);
    }
    await new Promise<void>(resolve =>
      connect(Number(host.split(":")[1]), "127.0.0.1")
        .on("close", resolve)
        .resume(),
    );
    expect(visits(), "a visit would be seen").toBe(1);
  } finally {
    server.close();
  }
});
