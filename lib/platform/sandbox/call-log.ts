import type { Fault } from "./faults";

/** One remembered call. */
export type LoggedCall = {
  at: string;
  upstream: string;
  operation: string;
  method: string;
  path: string;
  status: number;
  ms: number;
  fault: Fault | null;
  authorization: string | null;
  detail: Record<string, unknown>;
};

const capacity = 5_000;
const secretParameter = /key|token|secret|password|signature/i;

/** The calls of all upstreams, oldest first, as many as fit. */
export class CallLog {
  #calls: LoggedCall[] = [];

  /** Remembers a call and lets the oldest go when there are too many. */
  add(call: LoggedCall): void {
    this.#calls.push(call);
    if (this.#calls.length > capacity) this.#calls.splice(0, this.#calls.length - capacity);
  }

  /** The calls of one upstream and operation, or of all. */
  list(upstream: string | null, operation: string | null): LoggedCall[] {
    return this.#calls.filter(
      call => (upstream === null || call.upstream === upstream) && (operation === null || call.operation === operation),
    );
  }

  /** Forgets everything. */
  clear(): void {
    this.#calls = [];
  }
}

/** The last four characters of a secret behind dots, or only dots when it is short. */
export function maskSecret(secret: string | undefined): string | null {
  if (!secret) return null;
  return secret.length >= 8 ? `••••${secret.slice(-4)}` : "••••";
}

/** The path and query with the values of secret-looking parameters masked. */
export function maskPath(url: URL): string {
  const copy = new URL(url);
  for (const [name, value] of url.searchParams) {
    if (secretParameter.test(name)) copy.searchParams.set(name, maskSecret(value) ?? "");
  }
  return `${copy.pathname}${copy.search}`;
}
