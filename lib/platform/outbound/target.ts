import { lookup as systemLookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { OutboundError } from "./outbound-error";

/** An address as the resolver gives it. */
export type ResolvedAddress = { address: string; family: number };

/** Asks a resolver for all addresses of a name; tests pass their own. */
export type Lookup = (hostname: string) => Promise<ResolvedAddress[]>;

/** Where a call may go: private origins from the configuration, more origins or ports from the caller. */
export type Reach = {
  upstream: string;
  privateOrigins: readonly string[];
  allowedOrigins?: readonly string[] | undefined;
  allowedPorts?: readonly number[] | undefined;
};

const globalUnicast = ipaddr.parseCIDR("2000::/3");
// A public number by which a cloud answers its own machines about themselves.
const insideACloud = new Set(["168.63.129.16"]);

/** True for an address of the public internet. IPv6 forms that hide an IPv4 address are not public, whatever they hide. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === "ipv6" && !parsed.match(globalUnicast)) return false;
  return parsed.range() === "unicast" && !insideACloud.has(parsed.toString());
}

/** Reads and checks a URL before anything is resolved or dialled; throws `wrong_address`. */
export function checkUrl(text: string, reach: Reach): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) throw refusal(reach.upstream);
  if (url.username || url.password || !url.hostname) throw refusal(reach.upstream);
  if (isPrivateAllowed(url, reach)) return url;
  if (!isPortAllowed(url, reach)) throw refusal(reach.upstream);
  const literal = literalAddress(url.hostname);
  if (literal !== null && !isPublicAddress(literal)) throw refusal(reach.upstream);
  if (literal === null && isLocalName(url.hostname)) throw refusal(reach.upstream);
  return url;
}

/** Resolves a name and keeps only the addresses that may be dialled; what it returns is what the socket gets. */
export async function resolveChecked(url: URL, reach: Reach, lookup: Lookup = lookupAll): Promise<ResolvedAddress[]> {
  const found = await lookup(url.hostname);
  const usable = isPrivateAllowed(url, reach) ? found : found.filter(entry => isPublicAddress(entry.address));
  if (usable.length === 0) throw refusal(reach.upstream);
  return usable;
}

function lookupAll(hostname: string): Promise<ResolvedAddress[]> {
  return systemLookup(hostname, { all: true, order: "ipv4first" });
}

function refusal(upstream: string): OutboundError {
  return new OutboundError("wrong_address", { upstream, reason: "refused_address" });
}

function isPrivateAllowed(url: URL, reach: Reach): boolean {
  return reach.privateOrigins.some(origin => URL.canParse(origin) && new URL(origin).origin === url.origin);
}

function isPortAllowed(url: URL, reach: Reach): boolean {
  if (url.port === "" || url.port === "80" || url.port === "443") return true;
  if (reach.allowedPorts?.includes(Number(url.port))) return true;
  return reach.allowedOrigins?.includes(url.origin) ?? false;
}

function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : null;
}

function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  return name === "localhost" || name.endsWith(".localhost");
}
