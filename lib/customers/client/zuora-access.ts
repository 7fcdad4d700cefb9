import { circuitOf } from "@/lib/platform/outbound/outbound";
import { OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import type { RetryPolicy } from "@/lib/platform/outbound/retry";
import type { BaseUrl } from "./zuora-hosts";

/** A customer's client at Zuora, and where its tenant is. */
export type ZuoraAccess = {
  baseUrl: BaseUrl;
  clientId: string;
  clientSecret: string;
  privateOrigins?: readonly string[];
  retry?: Partial<RetryPolicy>;
  /** Somebody waits for it. */
  isWatched?: boolean;
};

/** The data centre as that which is up or down as one: another one's outage is none of this customer's. */
const dataCentre = "data centre";

/** What every call to Zuora has in common. */
export const callOf = ({ privateOrigins, retry, isWatched }: ZuoraAccess) => ({
  ...({ upstream: "zuora", ownServer: dataCentre, accept: "text", isWatched } as const),
  ...(retry ? { retry } : {}),
  ...(privateOrigins ? { privateOrigins } : {}),
});

/** What the circuit of the data centre at this address is called. */
export const circuitOfZuora = (baseUrl: string): string =>
  circuitOf({ upstream: "zuora", url: baseUrl, ownServer: dataCentre });

/** The failure for an answer of Zuora's that was received, but refuses or cannot be understood. */
export function failureOf(kind: OutboundKind): OutboundError {
  const isRetryable = kind === "rate_limit" || kind === "unreachable";
  return new OutboundError(kind, { upstream: "zuora", reason: "bad_body", retryable: isRetryable });
}
