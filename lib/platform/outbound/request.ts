import type { RetryPolicy } from "./retry";
import type { Lookup } from "./target";
import type { Upstream } from "./upstreams";

/** Time and size limits of one try; time in milliseconds, size in bytes. */
export type OutboundLimits = {
  connectMs: number;
  headersMs: number;
  totalMs: number;
  wireBytes: number;
  inflatedBytes: number;
};

/** The limits that hold unless a call says otherwise. */
export const defaultLimits: OutboundLimits = {
  connectMs: 5_000,
  headersMs: 10_000,
  totalMs: 30_000,
  wireBytes: 10 * 1024 * 1024,
  inflatedBytes: 20 * 1024 * 1024,
};

/** One call to somebody else's server. At most one of `json`, `form` and `body`. */
export type OutboundRequest = {
  upstream: Upstream;
  url: string;
  method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  body?: string | Uint8Array;
  /** What the answer is read as; a file takes precedence. Of `nothing` the status counts, and its body is not read. */
  accept?: "json" | "text" | "bytes" | "nothing";
  toFile?: string;
  /** A call that changes nothing may be repeated; GET and HEAD always are. */
  safe?: boolean;
  retry?: Partial<RetryPolicy>;
  limits?: Partial<OutboundLimits>;
  /** Redirects followed, GET and HEAD only; each hop is checked like the first. */
  redirects?: number;
  /** Other statuses than 2xx that are handed back instead of thrown. */
  statuses?: readonly number[];
  /** What an answer means; it takes the place of `body`. Throws OutboundError for one that is a failure all the same, which is then kept, counted and repeated like any other. */
  read?: (answer: Pick<OutboundAnswer<unknown>, "status" | "headers" | "body">) => unknown;
  allow?: { origins?: readonly string[]; ports?: readonly number[] };
  privateOrigins?: readonly string[];
  lookup?: Lookup;
  signal?: AbortSignal | undefined;
  /** Whose own server it is, as `store:7`: its outage is nobody else's, not even of those who name the same host. */
  ownServer?: string;
  /** A person waits for it: a share of the upstream's budget is kept for work that nobody watches. */
  isWatched?: boolean | undefined;
  /** Asked before its turn: an outage of it is not counted, because it is asked again when it is due. */
  isAhead?: boolean | undefined;
  /** The support code that a person is shown for this call; without one, that of the work in which it is made. */
  trace?: string | undefined;
};

/** An answer; `body` is parsed JSON (unknown), text, bytes, what `read` made of it, or null when it went to a file of `bytes` bytes. */
export type OutboundAnswer<Body> = {
  status: number;
  headers: Record<string, string>;
  body: Body;
  bytes: number;
  url: string;
};
