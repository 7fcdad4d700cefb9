import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate with its key, as PEM. */
export type Certificate = { cert: string; key: string };

/** For which name, over which time, and signed by whom: by itself when nobody is named. */
type Wanted = { name: string; from?: Date; until?: Date; issuer?: Authority };

/** Somebody who signs certificates. */
type Authority = Certificate & { name: string; privateKey: KeyObject };

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const time = (date: Date) => der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
const named = (name: string) => sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(name)))));
const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value));

const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
const isAuthority = extension("551d13", sequence(der(0x01, Buffer.from([0xff]))));
const forName = (name: string) => extension("551d11", sequence(der(0x82, Buffer.from(name))));
const dayMs = 86_400_000;

/** Makes a certificate of X.509 version 3 for a name; from yesterday until tomorrow unless said otherwise. */
export function makeCertificate({ name, from, until, issuer }: Wanted): Authority {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const valid = sequence(time(from ?? new Date(Date.now() - dayMs)), time(until ?? new Date(Date.now() + dayMs)));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    named(issuer?.name ?? name),
    valid,
    named(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(isAuthority, forName(name))),
  );
  const signature = sign("sha256", content, issuer?.privateKey ?? privateKey);
  const whole = sequence(content, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const lines = whole
    .toString("base64")
    .match(/.{1,64}/g)
    ?.join("\n");
  const cert = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  return { name, privateKey, cert, key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}
