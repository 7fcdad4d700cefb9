import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import tls from "node:tls";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeCertificate } from "../testing/certificate";
import { listFiles, root } from "../testing/sources";
import { send } from "./send";

const name = "shop.example";
const authority = makeCertificate({ name: "Test Authority" });
const servers: tls.Server[] = [];
const trusted = tls.getCACertificates("default");

// The authority is trusted, so that each bad certificate has one fault only.
beforeAll(() => tls.setDefaultCACertificates([...trusted, authority.cert]));
afterAll(() => {
  tls.setDefaultCACertificates(trusted);
  for (const server of servers) server.close();
});

async function listener(certificate: { cert: string; key: string }) {
  const facts = { port: 0, handshakes: 0, bytes: 0 };
  const server = tls.createServer({ cert: certificate.cert, key: certificate.key }, socket => {
    socket.on("error", () => undefined);
    socket.on("data", chunk => {
      facts.bytes += chunk.length;
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfine");
    });
  });
  server.on("connection", () => {
    facts.handshakes += 1;
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  facts.port = (server.address() as AddressInfo).port;
  return facts;
}

function ask({ port }: { port: number }) {
  const origin = `https://${name}:${port}`;
  return send({
    upstream: "letzshop",
    url: `${origin}/a?token=secret`,
    headers: { authorization: "Bearer secret" },
    privateOrigins: [origin],
    lookup: async () => [{ address: "127.0.0.1", family: 4 }],
    retry: { retries: 0 },
    accept: "text",
  });
}

const yesterday = new Date(Date.now() - 86_400_000);
const longAgo = new Date(Date.now() - 3 * 86_400_000);
const tomorrow = new Date(Date.now() + 86_400_000);
const later = new Date(Date.now() + 3 * 86_400_000);
const bad = [
  ["signed by itself", makeCertificate({ name })],
  ["signed by a stranger", makeCertificate({ name, issuer: makeCertificate({ name: "Stranger" }) })],
  ["over since yesterday", makeCertificate({ name, issuer: authority, from: longAgo, until: yesterday })],
  ["good from tomorrow on", makeCertificate({ name, issuer: authority, from: tomorrow, until: later })],
  ["for another name", makeCertificate({ name: "other.example", issuer: authority })],
] as const;

test("bar 93: a good certificate is taken", async () => {
  const good = await listener(makeCertificate({ name, issuer: authority }));
  expect((await ask(good)).body).toBe("fine");
  expect(good.bytes).toBeGreaterThan(0);
});

test.each(bad)(
  "bar 93: a certificate that is %s is refused before a byte of the request leaves",
  async (_, certificate) => {
    const target = await listener(certificate);
    await expect(ask(target)).rejects.toMatchObject({ kind: "unreachable", reason: "network" });
    expect(target).toMatchObject({ handshakes: 1, bytes: 0 });
  },
);

test.each(bad)(
  "bar 93: one that is %s is refused also where the whole process was told to be careless",
  async (_, certificate) => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    try {
      const target = await listener(certificate);
      await expect(ask(target)).rejects.toMatchObject({ kind: "unreachable" });
      expect(target.bytes).toBe(0);
    } finally {
      vi.unstubAllEnvs();
    }
  },
);

test("bar 93: nothing of ours has a switch that turns the check of certificates off", () => {
  const careless =
    /rejectUnauthorized["']?\s*[:=](?!\s*true\b)|REJECT_UNAUTHORIZED|checkServerIdentity|sslmode=no-verify/;
  const files = listFiles().filter(file => /\.(m?[jt]sx?|json|ya?ml|prisma|sh|example)$/.test(file));
  expect(files.length).toBeGreaterThan(300);
  const found = files
    .filter(file => !file.endsWith(".test.ts") && file !== "lib/platform/testing/rules/text.ts")
    .filter(file => careless.test(readFileSync(join(root, file), "utf8")));
  expect(found).toEqual([]);
});
