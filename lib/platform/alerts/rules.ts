import { type ZodType, z } from "zod";
import type { Tx } from "../db";
import { upstreamSeats } from "../outbound/upstreams";
import { findRefusedSignatures } from "../partner/failures";
import { type Finding, findDeadLetters, findOpenCircuits, findSilence, findStalledRuns } from "./conditions";
import { findFailedOnboardings, findFailedSyncs, findRefusedKeys } from "./failures";
import type { RuleKind } from "./schema";

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
const minutes = (usual: number) => z.int().min(1).max(1440).default(usual);
// A share of very few says nothing; an hour's are looked at together.
const failures = (percent: number) =>
  z.strictObject({
    percent: z.int().min(1).max(99).default(percent),
    atLeast: z.int().min(1).max(10_000).default(5),
    minutes: minutes(60),
  });
const event = rule(z.strictObject({ quietMinutes: minutes(30) }), hour);

/** Every kind of rule; a new one is a line here, a name in the schema and its words in `alerts.json`. */
export const rules: Record<RuleKind, Rule> = {
  // A worker gives a sign every five seconds, the poll comes every three minutes: twice that, and for a worker the time that a restart takes.
  dead_man: rule(
    z.strictObject({
      workerSeconds: z.int().min(5).max(3600).default(60),
      pollSeconds: z.int().min(60).max(86_400).default(360),
    }),
    hour,
    findSilence,
  ),
  dead_letters: rule(z.strictObject({}), day, findDeadLetters),
  stalled_runs: rule(z.strictObject({}), hour, findStalledRuns),
  open_circuits: rule(z.strictObject({ minutes: minutes(5) }), hour, (tx, set) =>
    findOpenCircuits(tx, { ...set, upstreams: Object.keys(upstreamSeats) }),
  ),
  // Sources/002: "Onboarding failure rate > 10%", "Sync job failures > 5%", "credential" failures.
  failed_onboardings: rule(failures(10), hour, findFailedOnboardings),
  failed_syncs: rule(failures(5), hour, findFailedSyncs),
  refused_keys: rule(
    z.strictObject({ atLeast: z.int().min(1).max(10_000).default(3), minutes: minutes(60) }),
    hour,
    findRefusedKeys,
  ),
  // A door at which activations fail; the rows are the members' own.
  activation_failure_rate: rule(failures(10), hour, "ofDomain"),
  // Customers whose client is of no use, each breakage once and then weekly; and those whose syncs fail, by what each of them has set. The rows are the customers' own.
  broken_credentials: rule(z.strictObject({}), 7 * day, "ofDomain"),
  failing_customer_syncs: rule(z.strictObject({}), day, "ofDomain"),
  partner_signature_failures: rule(
    z.strictObject({ atLeast: z.int().min(1).max(100_000).default(20) }),
    hour,
    findRefusedSignatures,
  ),
  // Nobody tries a secret again that does not open, so it would be over too soon.
  unreadable_secret: rule(z.strictObject({ quietMinutes: minutes(1440) }), day),
  failed_webhooks: rule(z.strictObject({ quietMinutes: minutes(1440) }), day),
  otp_block: event,
  otp_all: event,
};

/** Writes down the rules that the database does not know yet; part of migrating. What was changed stays. */
export async function prepareRules(tx: Tx): Promise<void> {
  for (const [id, { parameters, cooldownSeconds }] of Object.entries(rules))
    await tx.$executeRaw`
      INSERT INTO alert_rule (id, cooldown_seconds, channels, parameters)
      VALUES (${id}, ${cooldownSeconds}, ARRAY['email'], ${JSON.stringify(parameters.parse({}))}::jsonb) ON CONFLICT (id) DO NOTHING`;
}
