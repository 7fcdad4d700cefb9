import "server-only";
import { headers } from "next/headers";
import type { ZodType } from "zod";
import { env } from "../env";
import { AppError } from "../errors";
import { withTrace } from "../outbound/trace";
import { type Actors, type Door, enter } from "./door";
import { type Envelope, failure, success, toAppError } from "./envelope";
import { type RequestFacts, requestFacts } from "./facts";
import { errorTexts } from "./texts";
import { validate } from "./validate";
import { anyKey, wireFaults } from "./wire";

type ActionDeclaration<D extends Door, I, T> = {
  auth: D;
  input: ZodType<I>;
  handle: (call: { actor: Actors[D]; input: I; http: RequestFacts }) => Promise<T>;
};

/** Makes a server action of a declaration; it answers an envelope and never throws, and checks its door itself: actions are public POST endpoints. */
export function action<D extends Door, I, T>(declaration: ActionDeclaration<D, I, T>) {
  return async (input: unknown): Promise<Envelope<T>> => {
    const given = await headers();
    const http = requestFacts(given, env.appUrl, "POST");
    try {
      const actor = await enter(declaration.auth, "POST", given);
      const parsed = validate(declaration.input, input);
      const errors = wireFaults(parsed, anyKey);
      if (errors.length > 0) throw new AppError("invalid_request", { errors });
      const data = await withTrace(http.requestId, () => declaration.handle({ actor, input: parsed, http }));
      return success(data, http.requestId);
    } catch (thrown) {
      const t = await errorTexts();
      return failure(toAppError(thrown, http.requestId), http.requestId, t) as Envelope<T>;
    }
  };
}
