import { outbound } from "@/lib/platform/outbound/outbound";
import { errorOfStatus, OutboundError } from "@/lib/platform/outbound/outbound-error";
import { parseJson } from "@/lib/platform/parse-json";
import { type RateLimits, readRateLimits, readReset } from "./rate-limits";
import { findToken } from "./token-cache";
import { callOf, failureOf, type ZuoraAccess } from "./zuora-access";
import { readRefusal } from "./zuora-refusal";

/** What Zuora answered, also as it came, and what it told of the tenant's limits. */
export type ZuoraAnswer = { body: unknown; text: string; limits: RateLimits | null };

/** What is read, and how much of it at most; `token` is one that is used instead of those that are kept. */
export type ZuoraQuestion = { path: string; query?: Record<string, string>; mostBytes?: number; token?: string };

/**
 * Reads one thing of the Workflow API. A token that Zuora does not take any more is replaced once, one that was given with the question never; a second refusal is `auth`. Throws OutboundError.
 */
export async function askZuora(
  access: ZuoraAccess,
  question: ZuoraQuestion,
  signal?: AbortSignal,
): Promise<ZuoraAnswer> {
  if (question.token !== undefined) return ask(access, { ...question, token: question.token }, signal);
  const { token } = await findToken(access);
  try {
    return await ask(access, { ...question, token }, signal);
  } catch (failure) {
    if (!(failure instanceof OutboundError) || failure.kind !== "auth") throw failure;
    const { token: other } = await findToken(access, token);
    return await ask(access, { ...question, token: other }, signal);
  }
}

async function ask(
  access: ZuoraAccess,
  { path, query, mostBytes, token }: ZuoraQuestion & { token: string },
  signal: AbortSignal | undefined,
): Promise<ZuoraAnswer> {
  const search = new URLSearchParams(query).toString();
  const answer = await outbound({
    ...callOf(access),
    ...(mostBytes === undefined ? {} : { limits: { wireBytes: mostBytes, inflatedBytes: mostBytes } }),
    url: `${access.baseUrl}${path}${search && "?"}${search}`,
    headers: { authorization: `Bearer ${token}`, accept: "application/json" },
    statuses: [400, 429],
    read: ({ status, headers, body }) => readAnswer(status, headers, String(body)),
    signal,
  });
  return answer.body;
}

function readAnswer(status: number, headers: Readonly<Record<string, string>>, text: string): ZuoraAnswer {
  const limits = readRateLimits(headers);
  if (status === 429) throw errorOfStatus("zuora", status, limits?.resetSeconds ?? readReset(headers));
  if (status !== 200) throw errorOfStatus("zuora", status, undefined);
  const body = parseJson(text);
  const refusal = readRefusal(body);
  if (refusal) throw failureOf(refusal);
  if (typeof body !== "object" || body === null) throw failureOf("unexpected");
  return { body, text, limits };
}
