import { hmac, safeEqual } from "../crypto";
import type { Tx } from "../db";
import type { OnboardingRow } from "./onboarding";
import type { PersonContext, Step, Told, ToldFields } from "./step";

/** What a person made of a told value. */
export type Decision = "kept" | "changed" | "removed";

// Nothing is no value. Nobody's name or town is as long; no form would take it, and it must fit into an index.
const longest = 1000;
const usable = (told: ToldFields): ToldFields =>
  Object.fromEntries(Object.entries(told).filter(([, { value }]) => value !== "" && value.length <= longest));

type Of = { onboardingId: number; stepId: string };
const sealOf = ({ onboardingId, stepId }: Of, body: string) => hmac(`prefill:${onboardingId}:${stepId}`, body);

/** What a form shows of told values, sealed: it travels with the form and comes back with the answers, so that a look writes nothing. */
export function sealShown(of: Of, told: ToldFields): string {
  const body = Buffer.from(JSON.stringify(usable(told))).toString("base64url");
  return `${body}.${sealOf(of, body)}`;
}

/** What a form has shown; null for what was not sealed here for this very step. */
export function openShown(of: Of, sealed: string): ToldFields | null {
  const [body = "", seal = ""] = sealed.split(".");
  if (!safeEqual(seal, sealOf(of, body))) return null;
  return JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as ToldFields;
}

/** The answer of a field as it is compared with what was told: empty where there is none. */
export const answerOf = (answers: unknown, field: string): string => {
  const value: unknown = (answers as Record<string, unknown> | null)?.[field];
  return typeof value === "string" ? value : "";
};

/** What somebody who answered this made of what they were told. */
export const decisionOn = (told: string, answer: string): Decision => {
  if (answer === told) return "kept";
  return answer === "" ? "removed" : "changed";
};

type Kept = Told & { field: string; decision: Decision };

/** Writes down what was decided about told values; one row for each value of a field, however often it is decided. */
export async function keepDecisions(tx: Tx, { onboardingId, stepId }: Of, kept: readonly Kept[], asked = false) {
  if (kept.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO prefill_decision AS known (onboarding_id, step, field, source, told_at, is_guess, original, decision, asked, decided_at)
    SELECT ${onboardingId}::int, ${stepId}, field, source, at, "isGuess", value, decision, ${asked}::boolean, app_now()
    FROM jsonb_to_recordset(${JSON.stringify(kept)}::jsonb)
      AS kept(field text, source text, at timestamptz, "isGuess" boolean, value text, decision "PrefillChoice")
    ON CONFLICT (onboarding_id, step, field, md5(original)) DO UPDATE SET decision = excluded.decision, decided_at = excluded.decided_at
      WHERE known.decision <> excluded.decision`;
}

/** Values of a step's fields about which something was decided, newest first. */
export const listDecided = (tx: Tx, { onboardingId, stepId }: Of) =>
  tx.prefillDecision.findMany({
    where: { onboardingId, step: stepId },
    orderBy: { id: "desc" },
    select: { field: true, original: true, source: true, toldAt: true, isGuess: true, asked: true },
  });

type ToldOf = Told & { field: string };

/** Values that were decided about, as they were told: all that a form has shown, and of each field the newest. */
async function listStanding(tx: Tx, of: Of): Promise<ToldOf[]> {
  const decided = await listDecided(tx, of);
  const isNewest = (at: number) => decided.findIndex(({ field }) => field === decided[at]?.field) === at;
  const standing = decided.filter(({ asked }, at) => !asked || isNewest(at));
  return standing.map(({ field, original, source, toldAt, isGuess }) => {
    return { field, value: original, source, at: toldAt.toISOString(), isGuess };
  });
}

type Saved = { step: Step; onboarding: OnboardingRow; input: unknown; shown?: string };

/**
 * Writes down, with the answers of a step, what was made of each told value that its form showed. Who sends no seal is taken to have seen what is
 * told now, once; afterwards what they change counts for the value they decided about, and a newer one is asked about.
 */
export async function decidePrefill(context: PersonContext, { step, onboarding, input, shown }: Saved): Promise<void> {
  // What somebody changes a year later says nothing about what they were told.
  if (!step.told || onboarding.status === "complete") return;
  const of = { onboardingId: onboarding.id, stepId: step.id };
  const row = onboarding.steps.find(one => one.step === step.id);
  const isFirst = row?.state !== "done" && row?.revisedAt === null;
  const seen = (shown && openShown(of, shown)) || (isFirst ? usable(await step.told(context)) : {});
  const shownNow = Object.entries(seen).map(([field, told]): ToldOf => ({ ...told, field }));
  // Each value of a field once, or one statement would write a row twice.
  const told = [...(await listStanding(context.tx, of)), ...shownNow];
  const once = new Map(told.map(one => [`${one.field} ${one.value}`, one]));
  const kept = [...once.values()].map(one => ({ ...one, decision: decisionOn(one.value, answerOf(input, one.field)) }));
  await keepDecisions(context.tx, of, kept);
}
