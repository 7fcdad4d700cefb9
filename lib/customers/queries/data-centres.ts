import { env } from "@/lib/platform/env";
import { allowedBaseUrls, zuoraHosts } from "../client/zuora-hosts";

/** Zuora's data centres to choose from, and what this installation adds to them, which is called by its address. */
export const listDataCentres = (): { url: string; name: string }[] =>
  allowedBaseUrls().map(url => ({ url, name: nameDataCentre(url) }));

const isSandbox = (baseUrl: string) => env.sandboxUrl !== undefined && baseUrl.startsWith(`${env.sandboxUrl}/`);

/** What Zuora calls the data centre at an address; the sandbox has no name there. */
export const nameDataCentre = (baseUrl: string): string =>
  zuoraHosts.find(({ url }) => url === baseUrl)?.name ??
  (isSandbox(baseUrl) ? "Sandbox" : baseUrl.replace(/^https?:\/\//, ""));
