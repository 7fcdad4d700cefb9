import "server-only";
import { headers } from "next/headers";
import type { ZodType } from "zod";
import { asCall } from "../auth/current";
import { env } from "../env";
import { errorStatus } from "../errors";
import { inCallersLanguage } from "../i18n/caller";
import type { GivenKey } from "../idempotency";
import { withTrace } from "../outbound/trace";
import { withPatience } from "../patience";
import { bytesOf, readInput, readKey } from "./action-call";
import { type Actors, type Door, enter } from "./door";
import { type Envelope, failure, success, toAppError } from "./envelope";
import { type RequestFacts, requestFacts } from "./facts";
import { once } from "./once";
import { errorTexts } from "./texts";

type ActionDeclaration<D extends Door, I, T> = {
  auth: D;
  input: ZodType<I>;
  /** Names who gives an idempotency key: a repeated call gets the first one's answer. Only where no answer shows a secret. */
  once?: (actor: Actors[D]) => string;
  handle: (call: { actor: Actors[D]; input: I; http: RequestFacts }) => Promise<T>;
};

type Known<D extends Door> = { actor: Actors[D]; http: RequestFacts };

async function answered<D extends Door, I, T>(
  declaration: ActionDeclaration<D, I, T>,
  input: I,
  { actor, http }: Known<D>,
): Promise<Envelope<T>> {
  const data = await withTrace(http.requestId, () => declaration.handle({ actor, input, http }));
  return success(data, http.requestId);
}

async function orRefuse<T>(requestId: string, work: () => Promise<Envelope<T>>): Promise<Envelope<T>> {
  try {
    return await work();
  } catch (thrown) {
    const t = await errorTexts();
    return failure(toAppError(thrown, requestId), requestId, t) as Envelope<T>;
  }
}

const statusOf = ({ error }: Envelope) => (error ? errorStatus[error.code] : 200);

/** The same call once per key; what a repeat gets has been text in between. */
async function answeredOnce<T>(given: GivenKey, work: () => Promise<Envelope<T>>): Promise<Envelope<T>> {
  const { text } = await once(given, async () => {
    const envelope = await work();
    return { status: statusOf(envelope), text: JSON.stringify(envelope) };
  });
  return JSON.parse(text) as Envelope<T>;
}

/**
 * Makes a server action of a declaration; it answers an envelope and never throws, and checks its door itself: actions are public POST endpoints.
 * One that has `once` takes a key beside its input and answers as JSON would.
 */
export function action<D extends Door, I, T>(declaration: ActionDeclaration<D, I, T>) {
  return async (given: unknown, key?: string): Promise<Envelope<T>> => {
    const sent = await headers();
    const http = requestFacts(sent, env.appUrl, "POST");
    const asked = async () => {
      const actor = await enter(declaration.auth, { method: "POST", headers: sent });
      const input = readInput(declaration.input, given);
      const work = () => inCallersLanguage(sent, () => answered(declaration, input, { actor, http }));
      if (!declaration.once || key === undefined) return work();
      const named = { scope: declaration.once(actor), key: readKey(key), call: bytesOf(http.url, input) };
      return answeredOnce(named, () => orRefuse(http.requestId, work));
    };
    return withPatience(() => asCall(() => orRefuse(http.requestId, asked)));
  };
}
