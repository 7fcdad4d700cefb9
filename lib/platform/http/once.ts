import { type ErrorCode, errorStatus, invalidInput } from "../errors";
import { type GivenKey, type KeptAnswer, keepAnswer, releaseKey, takeKey } from "../idempotency";
import { log } from "../log";
import type { StoreActor } from "./door";
import type { RequestFacts } from "./facts";

const mostCharacters = 255;
// What passes by itself is no answer to keep: whoever sends again shall find out whether it has passed.
const passing: ReadonlySet<unknown> = new Set(["activation_in_progress", "request_in_flight"]);
const passes = (status: number, code?: string) => status >= 500 || status === 429 || passing.has(code);

type Kept = { error?: { code?: string; support_code?: string } | null; data?: unknown; meta?: { request_id?: string } };

/** Does a refusal by this code pass by itself? */
export const isPassing = (code: ErrorCode): boolean => passes(errorStatus[code], code);

/** Is what was answered, when all went well, what a repeat shall be told too? Looks at the data as it was sent. */
type Finality = (data: unknown) => boolean;

function isToKeep({ status, text }: KeptAnswer, isFinal: Finality): boolean {
  const { error, data } = JSON.parse(text) as Kept;
  return error ? !passes(status, error.code) : !passes(status) && isFinal(data);
}

/** Who gives the keys of a store: each of its people for themselves. */
export const giverInStore = ({ storeId, userId }: StoreActor): string => `store:${storeId}:user:${userId}`;

/** Who gives the keys of an account: its person. */
export const giver = ({ id }: { id: number }): string => `user:${id}`;

/**
 * Does work once per key and scope, and answers a repeat within 24 hours with what was answered then. A refusal that passes by itself (429, 5xx) is
 * not kept, nor is what `isFinal` denies. Throws `request_in_flight`, `idempotency_key_reused`, and `invalid_input` for a key that is empty or has
 * more than 255 characters.
 */
export async function once(
  given: GivenKey,
  work: () => Promise<KeptAnswer>,
  isFinal: Finality = () => true,
): Promise<KeptAnswer & { isReplay: boolean }> {
  if (given.key.length === 0 || given.key.length > mostCharacters)
    throw invalidInput([{ field: "idempotencyKey", code: "invalid", message: "idempotencyKey" }]);
  const taken = await takeKey(given);
  if (taken.answer) return { ...taken.answer, isReplay: true };
  const { holder } = taken;
  const made = await work().catch(async (thrown: unknown) => {
    await releaseKey(given, holder).catch(() => undefined);
    throw thrown;
  });
  // It was done: a database that is gone just now only leaves the key to run out.
  await (isToKeep(made, isFinal) ? keepAnswer(given, holder, made) : releaseKey(given, holder)).catch(
    (error: unknown) => log.warn({ err: error }, "the answer to a repeated call was not kept"),
  );
  return { ...made, isReplay: false };
}

/** A kept answer under the id of the call that asks for it now. */
function replay({ status, text }: KeptAnswer, requestId: string): Response {
  const kept = JSON.parse(text) as Kept;
  const error = kept.error ? { ...kept.error, support_code: requestId } : null;
  const headers = { "Cache-Control": "private, no-store", "X-Request-Id": requestId, "Idempotent-Replayed": "true" };
  return Response.json({ ...kept, error, meta: { ...kept.meta, request_id: requestId } }, { status, headers });
}

/**
 * Answers a call once per `Idempotency-Key`: `work` makes the answer, refusals included, and a repeat gets it with `Idempotent-Replayed: true`; without
 * the header there is only `work`. To be called behind the door, with the body's raw bytes and a scope that names who gives the key
 * (`store:7:user:3`, `partner:acct_demo`). Only for JSON answers without a secret, because they are kept. Throws what `once` throws.
 */
export async function answerOnce(
  { scope, bytes, http, isFinal }: { scope: string; bytes: Buffer; http: RequestFacts; isFinal?: Finality },
  work: () => Promise<Response>,
): Promise<Response> {
  const key = http.headers.get("idempotency-key");
  if (key === null) return work();
  let response: Response | undefined;
  const call = Buffer.concat([Buffer.from(`${http.method} ${http.url}\n`), bytes]);
  const carried = async () => {
    response = await work();
    return { status: response.status, text: await response.clone().text() };
  };
  const answer = await once({ scope, key, call }, carried, isFinal);
  return response ?? replay(answer, http.requestId);
}
