import { randomBytes } from "node:crypto";
import ipaddr from "ipaddr.js";
import { env } from "../env";

/** What is known of a request beyond its body: who called from where, under which id. */
export type RequestFacts = {
  requestId: string;
  address: string;
  agent: string;
  /** Path and query as on the wire behind our own server, otherwise as Next normalised them. */
  url: string;
  method: string;
  headers: Headers;
};

const newRequestId = () => `req_${randomBytes(13).toString("hex").slice(0, 24)}`;

// Only our own server knows the suffix, so nobody outside can send these headers.
const ownHeader = (headers: Headers, name: string) =>
  env.wireSuffix ? headers.get(`x-gangway-${name}-${env.wireSuffix}`) : null;

const plainAddress = (text: string) => (ipaddr.isValid(text) ? ipaddr.process(text).toString() : "unknown");

function callerAddress(headers: Headers): string {
  const peer = ownHeader(headers, "peer");
  if (env.trustProxyHops === 0) return plainAddress(peer ?? "");
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map(text => text.trim());
  return plainAddress(hops.at(-env.trustProxyHops) ?? peer ?? "");
}

/** Reads the facts of a request from its headers. */
export function requestFacts(headers: Headers, url: string, method: string): RequestFacts {
  const { pathname, search } = new URL(url);
  return {
    requestId: ownHeader(headers, "id") ?? newRequestId(),
    address: callerAddress(headers),
    agent: (headers.get("user-agent") ?? "").slice(0, 300),
    url: ownHeader(headers, "url") ?? pathname + search,
    method,
    headers,
  };
}
