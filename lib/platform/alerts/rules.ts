import { type ZodType, z } from "zod";
import type { Tx } from "../db";
import { findProbes } from "../measures/probe";
import { type Upstream, upstreamSeats } from "../outbound/upstreams";
import { findRefusedSignatures } from "../partner/failures";
import { type Finding, findDeadLetters, findOpenCircuits, findSilence, findStalledRuns } from "./conditions";
import { findFailedOnboardings, findFailedSyncs, findFailedValidations, findRefusedKeys } from "./failures";
import type { AlertChannel, AnyRule } from "./schema";
import { findIntruders } from "./security";
import { mayBeCritical } from "./severity";

type Parameters = Record<string, number>;

/** Looks for what a rule is about. Null changes nothing. */
export type Find<P = Parameters> = (tx: Tx, parameters: P) => Promise<Finding[] | null>;

/**
 * A rule: what may be set of it, and when it holds. A condition is looked for, by the platform or by the domain whose rows tell it (`ofDomain`); an event is
 * raised where it happens (`raiseAlert`), and is over when it has not happened again for `quietMinutes`.
 */
type Rule = {
  parameters: ZodType<Parameters>;
  cooldownSeconds: number;
  find?: Find | "ofDomain";
};

const rule = <P extends Parameters>(
  parameters: ZodType<P>,
  cooldownSeconds: number,
  find?: Find<P> | "ofDomain",
): Rule => ({ parameters, cooldownSeconds, find }) as Rule;

const hour = 3600;
const day = 24 * hour;
const minutes = (usual: number, most = 1440) => z.int().min(1).max(most).default(usual);
/**
 * In how many evaluations in a row a rule must find something before there is an alert, and miss it before that is over. They are fifteen seconds apart, or
 * as far as the poll where nothing but that comes: with two it takes forty seconds at most from what happens to what is told.
 */
const periods = (usual: number) => z.int().min(1).max(20).default(usual);
// A share of very few says nothing; an hour's are looked at together. What comes and goes with one more or one less is no news.
const failures = (percent: number, mostMinutes?: number) =>
  z.strictObject({
    percent: z.int().min(1).max(99).default(percent),
    atLeast: z.int().min(1).max(10_000).default(5),
    minutes: minutes(60, mostMinutes),
    periods: periods(2),
  });
// Providers that hold credentials of people.
const keyHolders: readonly Upstream[] = ["letzshop", "rezen", "zuora"];
const event = (quietMinutes: number) => rule(z.strictObject({ quietMinutes: minutes(quietMinutes) }), hour);

/** Every kind of rule; a new one is a line here, a name in the schema and its words in `alerts.json`. */
export const rules: Record<AnyRule, Rule> = {
  // A worker gives a sign every five seconds, the poll comes every three minutes: twice that, and for a worker the time that a restart takes.
  dead_man: rule(
    z.strictObject({
      workerSeconds: z.int().min(5).max(3600).default(60),
      pollSeconds: z.int().min(60).max(86_400).default(360),
      periods: periods(1),
    }),
    hour,
    findSilence,
  ),
  dead_letters: rule(z.strictObject({ periods: periods(1) }), day, findDeadLetters),
  stalled_runs: rule(z.strictObject({ periods: periods(1) }), hour, findStalledRuns),
  open_circuits: rule(z.strictObject({ minutes: minutes(5), periods: periods(1) }), hour, (tx, set) =>
    findOpenCircuits(tx, { ...set, upstreams: Object.keys(upstreamSeats) }),
  ),
  // Sources/002: "Onboarding failure rate > 10%", "Sync job failures > 5%", "credential" failures.
  failed_onboardings: rule(failures(10), hour, findFailedOnboardings),
  failed_syncs: rule(failures(5), hour, findFailedSyncs),
  refused_keys: rule(
    z.strictObject({ atLeast: z.int().min(1).max(10_000).default(3), minutes: minutes(60), periods: periods(1) }),
    hour,
    findRefusedKeys,
  ),
  // Every call of its time is looked at.
  failed_validations: rule(failures(5, 120), hour, (tx, set) =>
    findFailedValidations(tx, { ...set, upstreams: keyHolders }),
  ),
  // A door at which activations fail; the rows are the members' own.
  activation_failure_rate: rule(failures(10), hour, "ofDomain"),
  // Customers whose client is of no use, each breakage once and then weekly; and those whose syncs fail, by what each of them has set. The rows are the customers' own.
  broken_credentials: rule(z.strictObject({ periods: periods(1) }), 7 * day, "ofDomain"),
  failing_customer_syncs: rule(z.strictObject({ periods: periods(1) }), day, "ofDomain"),
  // What went wrong with a subject and only staff can mend, as its readiness tells it; each kind once and then daily.
  unmended_problems: rule(z.strictObject({ minutes: minutes(240, 10_080), periods: periods(1) }), day, "ofDomain"),
  partner_signature_failures: rule(
    z.strictObject({ atLeast: z.int().min(1).max(100_000).default(20), periods: periods(1) }),
    hour,
    findRefusedSignatures,
  ),
  // Nobody tries a secret again that does not open, so it would be over too soon.
  unreadable_secret: rule(z.strictObject({ quietMinutes: minutes(1440) }), day),
  failed_webhooks: rule(z.strictObject({ quietMinutes: minutes(1440) }), day),
  // What takes longer than sources/002 allows: what the platform measures, of so many samples or more, and syncs of customers.
  slow_answers: rule(
    z.strictObject({ atLeast: z.int().min(1).max(100_000).default(50), minutes: minutes(15), periods: periods(2) }),
    hour,
    "ofDomain",
  ),
  security: rule(
    z.strictObject({
      wrongCodes: z.int().min(1).max(100_000).default(50),
      blocks: z.int().min(1).max(1000).default(20),
      minutes: minutes(60),
      periods: periods(1),
    }),
    hour,
    findIntruders,
  ),
  // Raised once in an hour, however long somebody goes on: it is over when the next hour was quiet, too.
  refused_rights: event(90),
  otp_block: event(30),
  otp_all: event(30),
  // Made up each hour; told once, to nobody of ours.
  probe: rule(z.strictObject({}), day, findProbes),
};

/** Where a rule of this kind tells, as long as nobody has changed that. */
export const usualChannels = (kind: AnyRule): AlertChannel[] =>
  mayBeCritical(kind) ? ["email", "in_app", "sms"] : ["email", "in_app"];

/** Writes down the rules that the database does not know yet; part of migrating. What was changed stays. */
export async function prepareRules(tx: Tx): Promise<void> {
  for (const [id, { parameters, cooldownSeconds }] of Object.entries(rules) as [AnyRule, Rule][])
    await tx.$executeRaw`
      INSERT INTO alert_rule (id, cooldown_seconds, channels, parameters)
      VALUES (${id}, ${cooldownSeconds}, ${usualChannels(id)}, ${JSON.stringify(parameters.parse({}))}::jsonb) ON CONFLICT (id) DO NOTHING`;
}
