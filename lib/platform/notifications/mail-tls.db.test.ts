import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { SMTPServer } from "smtp-server";
import { afterAll, expect, test, vi } from "vitest";
import { makeCertificate } from "../testing/certificate";
import { DeliveryError, toDeliveryError } from "./delivery-error";

const authority = makeCertificate({ name: "Test Authority" });
const trusted = tls.getCACertificates("default");
tls.setDefaultCACertificates([...trusted, authority.cert]);

const servers: SMTPServer[] = [];
afterAll(async () => {
  tls.setDefaultCACertificates(trusted);
  for (const server of servers) await new Promise<void>(resolve => server.close(() => resolve()));
});

/** A mail server behind a certificate, at once or after STARTTLS; it counts what people tell it. */
async function openServer(certificate: { cert: string; key: string }, secure: boolean) {
  const facts = { port: 0, logins: 0, mails: 0 };
  const server = new SMTPServer({
    ...{ secure, cert: certificate.cert, key: certificate.key, authOptional: true, disableReverseLookup: true },
    onAuth: (_auth, _session, done) => {
      facts.logins += 1;
      done(null, { user: "x" });
    },
    onMailFrom: (_address, _session, done) => {
      facts.mails += 1;
      done();
    },
    onData: (stream, _session, done) => stream.on("end", () => done()).resume(),
  });
  server.on("error", () => undefined);
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", () => resolve()));
  servers.push(server);
  facts.port = (server.server.address() as AddressInfo).port;
  return facts;
}

/** Hands a mail to a server as a process does whose environment says this address. */
async function sendTo(smtpUrl: string): Promise<string> {
  vi.resetModules();
  vi.stubEnv("SMTP_URL", smtpUrl);
  const [{ sendMail }, { closeUpstreams }, { closeDatabase }] = await Promise.all([
    import("./mail-provider"),
    import("../outbound/guarded"),
    import("../db"),
  ]);
  try {
    return await sendMail("msg_test", { to: "anna@example.com", content: { subject: "Hello", text: "Hello" } });
  } finally {
    await closeUpstreams();
    await closeDatabase();
  }
}

test.each([true, false])("bar 93: a mail server with a good certificate gets our mail (at once: %s)", async secure => {
  const server = await openServer(makeCertificate({ name: "localhost", issuer: authority }), secure);
  const id = await sendTo(`${secure ? "smtps" : "smtp"}://user:password@localhost:${server.port}`);
  expect([id, server.logins, server.mails]).toEqual(["<msg_test@localhost>", 1, 1]);
});

const bad = [
  ["signed by itself", makeCertificate({ name: "localhost" })],
  ["for another name", makeCertificate({ name: "other.example", issuer: authority })],
] as const;
const cases = bad.flatMap(([fault, certificate]) =>
  [true, false].flatMap(secure =>
    ["", "?tls.rejectUnauthorized=false"].map(query => ({ fault, certificate, secure, query })),
  ),
);

test.each(cases)(
  "bar 93: one whose certificate is $fault hears neither password nor mail (at once: $secure, $query)",
  async one => {
    const server = await openServer(one.certificate, one.secure);
    const sending = sendTo(`${one.secure ? "smtps" : "smtp"}://user:password@localhost:${server.port}${one.query}`);
    const failure = toDeliveryError(await sending.catch((thrown: unknown) => thrown));
    expect([server.logins, server.mails]).toEqual([0, 0]);
    expect(failure.isPassing, failure.code).toBe(true);
  },
);

test("a certificate's fault is nothing lasting", () => {
  expect(toDeliveryError(Object.assign(new Error("no"), { code: "ETLS" }))).toEqual(new DeliveryError("etls", true));
});
