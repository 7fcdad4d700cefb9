import { env } from "@/lib/platform/env";

/** Zuora's data centres, by what Zuora calls them (developer.zuora.com, "Zuora Data Centers"); people choose one and type none. */
export const zuoraHosts = [
  { url: "https://rest.na.zuora.com", name: "US Cloud 1 Production" },
  { url: "https://rest.zuora.com", name: "US Cloud 2 Production" },
  { url: "https://rest.eu.zuora.com", name: "EU Production" },
  { url: "https://rest.ap.zuora.com", name: "APAC Production" },
  { url: "https://rest.sandbox.na.zuora.com", name: "US Cloud 1 API Sandbox" },
  { url: "https://rest.apisandbox.zuora.com", name: "US Cloud 2 API Sandbox" },
  { url: "https://rest.sandbox.eu.zuora.com", name: "EU API Sandbox" },
  { url: "https://rest.test.zuora.com", name: "US Developer & Central Sandbox" },
  { url: "https://rest.test.eu.zuora.com", name: "EU Developer & Central Sandbox" },
  { url: "https://rest.test.ap.zuora.com", name: "APAC Developer & Central Sandbox" },
  { url: "https://rest.pt1.zuora.com", name: "US Performance Test" },
] as const;

/** A base address that may be called; only `findBaseUrl` makes one. */
export type BaseUrl = string & { readonly isAllowed: unique symbol };

/** All base addresses that may be called: Zuora's own, and what this installation adds to them. */
export const allowedBaseUrls = (): string[] => [
  ...zuoraHosts.map(({ url }) => url),
  ...env.zuoraExtraBaseUrls.flatMap(told => normal(told) ?? []),
];

/** The base address as it is kept and called, or null for one that is none of those allowed: nobody makes us call another. */
export function findBaseUrl(told: string): BaseUrl | null {
  const url = normal(told);
  return url !== null && allowedBaseUrls().includes(url) ? (url as BaseUrl) : null;
}

function normal(told: string): string | null {
  const text = told.trim();
  if (!URL.canParse(text)) return null;
  const { protocol, origin, pathname, username, password, search, hash } = new URL(text);
  const isBare = !username && !password && !search && !hash;
  return isBare && /^https?:$/.test(protocol) ? `${origin}${pathname.replace(/\/+$/, "")}` : null;
}
