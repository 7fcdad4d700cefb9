import { z } from "zod";
import { maskName } from "../mask";
import { OnboardingKind } from "../onboardings/schema";
import { BulkAction, BulkItemState, BulkState } from "./schema";

const time = z.iso.datetime().nullable();

/** What became of one onboarding: `ok` is null while nobody knows; `message` is the key of a sentence, where a refusal has its own. */
export const BulkResult = z.object({
  id: z.int(),
  kind: OnboardingKind,
  /** Whom it brings aboard; null where nobody does any more. */
  subject: z.string().nullable(),
  state: BulkItemState,
  ok: z.boolean().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});
export type BulkResult = z.infer<typeof BulkResult>;

/** A bulk job as it stands, with a page of its results. */
export const BulkView = z.object({
  id: z.int(),
  action: BulkAction,
  state: BulkState,
  /** Of an aborted one: somebody asked for it, or who had ordered it is no admin any more. */
  endedBecause: z.enum(["asked", "forbidden"]).nullable(),
  /** The upstream that holds it up: it does not answer, or has as much to do as it may. */
  waitsFor: z.string().nullable(),
  /** Why, in the words of who asked; an operator reads none, because they may name somebody. */
  reason: z.string().nullable(),
  askedBy: z.object({ id: z.int(), name: z.string().nullable() }),
  createdAt: z.iso.datetime(),
  startedAt: time,
  endedAt: time,
  total: z.int(),
  /** Those of which something has become, refused ones too. */
  done: z.int(),
  counts: z.object({ pending: z.int(), begun: z.int(), done: z.int(), refused: z.int() }),
  results: z.array(BulkResult),
  nextCursor: z.string().nullable(),
});
export type BulkView = z.infer<typeof BulkView>;

/** An item as the database answers. */
export type FoundItem = Omit<BulkResult, "ok">;

/** An item as it is shown; with `isMasked` a person is told by initials. */
export function toBulkResult({ subject, ...item }: FoundItem, isMasked: boolean): BulkResult {
  const { id, kind, state, code, message } = item;
  const isPerson = kind !== "store" && kind !== "customer";
  const isEnded = state === "done" || state === "refused";
  return {
    ...{ id, kind, state, message },
    subject: subject && isMasked && isPerson ? maskName(subject) : subject,
    ok: isEnded ? state === "done" : null,
    code,
  };
}
