import { z } from "zod";

/** What a rule is about; stored and never renamed. Each kind has one rule of the product, whose id it is, and may have others that admins added. */
export const RuleKind = z.enum([
  "dead_man",
  "dead_letters",
  "stalled_runs",
  "open_circuits",
  "failed_onboardings",
  "failed_syncs",
  "refused_keys",
  "failed_validations",
  "activation_failure_rate",
  "broken_credentials",
  "failing_customer_syncs",
  "unmended_problems",
  "partner_signature_failures",
  "unreadable_secret",
  "failed_webhooks",
  "slow_answers",
  "security",
  "refused_rights",
  "otp_block",
  "otp_all",
]);
export type RuleKind = z.infer<typeof RuleKind>;

/** Besides, the rule that measures how long an alert takes to arrive (`platform/measures`): no desk shows it, and nobody changes it. */
export const probeRule = "probe";
export type AnyRule = RuleKind | typeof probeRule;

/** The kind of the rule with this id: `open_circuits`, or `open_circuits-3f9a1c` of one that was added; null for anything else. */
export const kindOf = (id: string): RuleKind | null => RuleKind.safeParse(id.split("-", 1)[0]).data ?? null;

/** How an alert stands: nobody has looked, somebody has, or it is over. */
export const AlertState = z.enum(["open", "acknowledged", "recovered"]);

/** How bad it is: what is critical also goes by SMS. */
export const Severity = z.enum(["critical", "warning"]);
export type Severity = z.infer<typeof Severity>;

/** An alert as the admin's desk shows it. `toldAt` is when the admins were last written to; `count` is how often it happened. */
export const AlertView = z.object({
  id: z.int(),
  rule: z.string(),
  kind: RuleKind,
  severity: Severity,
  subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  state: AlertState,
  openedAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  count: z.int(),
  told: z.int(),
  toldAt: z.iso.datetime().nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  acknowledgedBy: z.object({ id: z.int(), name: z.string().nullable() }).nullable(),
  closedAt: z.iso.datetime().nullable(),
});
export type AlertView = z.infer<typeof AlertView>;

/** A page of alerts. */
export const AlertPage = z.object({ items: z.array(AlertView), nextCursor: z.string().nullable() });
export type AlertPage = z.infer<typeof AlertPage>;

/** Which alerts to list: those that go on (`open`, acknowledged or not), those that are over, or all; `cursor` is the last id seen. */
export const AlertSearch = z.strictObject({
  state: z.enum(["open", "recovered", "all"]).default("all"),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type AlertSearch = z.infer<typeof AlertSearch>;

/** Which alert an address is about. */
export const AlertParams = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/** Which rule an address is about. */
export const RuleParams = z.strictObject({ id: z.string().max(40) });

/** Where an alert is told besides the desk: by mail, under the bell of every admin, in Slack when that is configured, and by SMS what is critical. */
export const AlertChannel = z.enum(["email", "in_app", "slack", "sms"]);
export type AlertChannel = z.infer<typeof AlertChannel>;

/** A rule as it stands; `severity` is the worst that it finds. Of `parameters` each rule has its own, all in whole numbers. */
export const RuleView = z.object({
  id: z.string(),
  kind: RuleKind,
  severity: Severity,
  /** An admin added it, and may take it away. */
  isAdded: z.boolean(),
  /** One of the product's own, of which admins may add others of its kind. */
  canBeAdded: z.boolean(),
  enabled: z.boolean(),
  cooldownSeconds: z.int(),
  channels: z.array(AlertChannel),
  parameters: z.record(z.string(), z.int()),
  evaluatedAt: z.iso.datetime().nullable(),
});
export type RuleView = z.infer<typeof RuleView>;

/** Every rule, and how many admins can be written to. */
export const RuleList = z.object({ items: z.array(RuleView), reachableAdmins: z.int() });
export type RuleList = z.infer<typeof RuleList>;

/** A message of a test. `seconds` is from its being written to its being taken by the other side; `error` why it failed, or why its last try did. */
export const ArrivalView = z.object({
  id: z.string(),
  channel: z.enum(["email", "sms", "slack"]),
  state: z.enum(["pending", "arrived", "failed"]),
  seconds: z.number().nullable(),
  error: z.string().nullable(),
});
export type ArrivalView = z.infer<typeof ArrivalView>;

/** The last test of a rule: when it was, how many messages were written, and how far each has come. */
export const RuleTest = z.object({
  sent: z.int(),
  at: z.iso.datetime().nullable(),
  messages: z.array(ArrivalView),
});
export type RuleTest = z.infer<typeof RuleTest>;

/** How a rule is set. */
export const RuleSettings = RuleView.pick({ enabled: true, cooldownSeconds: true, channels: true, parameters: true });
export type RuleSettings = z.infer<typeof RuleSettings>;

const ruleFields = z.strictObject({
  enabled: z.boolean().optional(),
  cooldownSeconds: z.int().min(60).max(604_800).optional(),
  channels: z.array(AlertChannel).max(4).optional(),
  parameters: z.record(z.string().max(40), z.int()).optional(),
});

/** What may be changed of a rule; what is left out stays. `seen` is how it was set when whoever changes it looked. */
export const RuleChange = ruleFields.extend({ seen: RuleSettings.optional() });

/** Another rule of a kind; what is left out is as the product's own rule of that kind begins. */
export const NewRule = ruleFields.extend({ kind: RuleKind });

const asked = {
  cooldownSeconds: z.number().nullable().optional(),
  parameters: z.record(z.string().max(40), z.number().nullable()).optional(),
};

/** A change as a form says it: what is no number is refused with everything else that cannot be, at once. */
export const RuleEdit = RuleChange.extend(asked);
export type RuleEdit = z.infer<typeof RuleEdit>;

/** Another rule as a form says it. */
export const NewRuleEdit = NewRule.extend(asked);
export type NewRuleEdit = z.infer<typeof NewRuleEdit>;

/** A rule that is no more. */
export const RemovedRule = z.object({ id: z.string() });
export type RemovedRule = z.infer<typeof RemovedRule>;
