import { statement } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { MemberEvent } from "../schema/transition";
import type { Proof } from "./act";
import { logTry } from "./log-try";

/** A call that names somebody: by whose word, for what, and for which plan. */
type Naming = { via: Proof; event: MemberEvent; planId: string | null; requestId: string };

/** Looks for whom a call means; a refusal leaves its row in the log, as every try does, with the fields and codes of its faults. */
export async function findOrLog<T>({ via, event, planId, requestId }: Naming, find: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  return find().catch(async (thrown: unknown) => {
    if (!(thrown instanceof AppError)) throw thrown;
    const decision = { faults: thrown.errors.map(({ field, code }) => ({ field, code })) };
    await statement(
      logTry({
        ...{ memberId: null, planId, subscriptionId: null, from: null, to: null, decision },
        ...{ door: via.door, actor: via.actor, event, code: thrown.code, startedMs, requestId },
      }),
    );
    throw thrown;
  });
}
