import type { Fault } from "./faults";

/** One call as an upstream's handler sees it. */
export type SandboxCall = {
  method: string;
  url: URL;
  /** The path after the upstream's prefix, with its leading slash. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** A fault that this upstream acts out by itself (`acts`), else null. */
  fault: Fault | null;
};

/** What a handler answers; a string iterable is streamed. */
export type SandboxReply = {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer | Iterable<string>;
};

/** One pretended upstream: where it listens, what a call means, and how it answers. */
export type SandboxUpstream = {
  name: string;
  prefix: string;
  /** The word by which faults and the call log name a call, such as "shipments". */
  operation: (call: SandboxCall) => string;
  /** What the call log keeps besides the frame's own facts; secrets already left out. */
  describe?: (call: SandboxCall) => Record<string, unknown>;
  handle: (call: SandboxCall) => SandboxReply | Promise<SandboxReply>;
  /** The upstream's own way of writing an error with this status. */
  refuse: (status: number) => SandboxReply;
  /** Answers who looks at it from outside, tests or a person at the demo: without a fault and without a record. Null: it is a call. */
  look?: (call: Pick<SandboxCall, "method" | "path">) => SandboxReply | null;
  /** Faults that only this upstream can act out, since they change what the answer says. */
  acts: readonly Fault[];
  /** What `PUT /_changes` has made of single records, by id: fields to put over its own, or null for a record that is gone. */
  changes?: Map<string, Record<string, unknown> | null>;
};

/** A JSON answer. */
export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): SandboxReply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}
