import type { Envelope } from "./envelope";
import { toWire } from "./wire";

type Sent = { requestId: string; status: number; headers?: Record<string, string> };

/** A JSON answer as the wire has it, kept by nobody on its way. */
export const send = (whole: unknown, { requestId, status, headers }: Sent) =>
  Response.json(toWire(whole), {
    status,
    headers: { "Cache-Control": "private, no-store", "X-Request-Id": requestId, ...headers },
  });

/** An envelope as an answer; `topLevel` stands beside its parts. */
export const respond = (
  envelope: Envelope,
  status: number,
  headers: Record<string, string> = {},
  topLevel: Record<string, unknown> = {},
) => send({ ...topLevel, ...envelope }, { requestId: envelope.meta.requestId, status, headers });
