import { createHash, createHmac } from "node:crypto";
import { newPhoneNumber, type Person, post } from "./people";

/** A partner's account with its secret, as its admin was shown it. */
export type Partner = { id: string; secret: string };

/** Where the calling system tells of people. */
export const callingAddress = "/api/v1/calling/practitioners";

let made = 0;
/** Makes an account; nobody else has its id. */
export async function newPartner({ request }: Pick<Person, "request">, more: object = {}): Promise<Partner> {
  const id = `acct_${process.pid}_${++made}`;
  const told = { id, name: `Partner ${made}`, scopes: ["calling"], ...more };
  const { secret } = await post(request, "/api/v1/admin/partners", told, 201);
  return { id, secret };
}

/** A signed request, with whatever of it a test says otherwise. */
export type SignedCall = {
  method?: string;
  path?: string;
  body?: Buffer;
  timestamp?: string;
  headers?: Record<string, string>;
};

/** A time as partners send it, so many seconds from now. */
export const unixSeconds = (shiftSeconds = 0) => String(Math.floor(Date.now() / 1000) + shiftSeconds);

/** A batch of one person whom nobody knows. */
export const oneRecord = (phone_number = newPhoneNumber()): Buffer =>
  Buffer.from(JSON.stringify({ records: [{ phone_number, name: "Somebody" }] }));

/** The signature that the contract asks for, made without any code of the product. */
export function signatureOf(partner: Partner, { method = "POST", path = callingAddress, body, timestamp }: SignedCall) {
  const hash = createHash("sha256")
    .update(body ?? "")
    .digest("hex");
  const text = `${timestamp}.${partner.id}.${method}.${path}.${hash}`;
  return createHmac("sha256", partner.secret).update(text).digest("hex");
}

/** The headers of a signed request. */
export function signedHeaders(partner: Partner, call: SignedCall): Record<string, string> {
  const timestamp = call.timestamp ?? unixSeconds();
  return {
    "Content-Type": "application/json",
    "x-ons-account-id": partner.id,
    "x-ons-timestamp": timestamp,
    "x-ons-signature": `v1=${signatureOf(partner, { ...call, timestamp })}`,
  };
}

/** What a request was answered, without what differs from answer to answer. */
export async function send(address: string, headers: Record<string, string>, call: SignedCall = {}) {
  const { method = "POST", path = callingAddress, body } = call;
  const sent = method === "GET" ? undefined : new Uint8Array(body ?? Buffer.alloc(0));
  const answer = await fetch(address + path, { method, body: sent, headers });
  const { meta: _, ...told } = await answer.json();
  const error = told.error && { ...told.error, support_code: "" };
  return {
    status: answer.status,
    headers: answer.headers,
    code: told.error?.code as string | undefined,
    told: { ...told, error },
  };
}

/** Signs a call as its partner and sends it. */
export const call = (address: string, partner: Partner, one: SignedCall) =>
  send(address, { ...signedHeaders(partner, one), ...one.headers }, one);
