import { z } from "zod";
import { emailField, requiredField } from "@/lib/platform/flow/fields";
import { listThresholdFaults, patienceFor, type ThresholdFault, usualPatience } from "./thresholds";

const baseUrl = requiredField(200, "zuoraBaseUrlRequired");
const clientId = requiredField(36, "zuoraClientIdRequired").regex(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "zuoraClientId",
);
// Zuora's have at most 42 characters (developer.zuora.com, "OAuth"); room for more, none for what no header or form carries.
const clientSecret = requiredField(200, "zuoraClientSecretRequired").regex(/^[\x21-\x7e]+$/, "zuoraClientSecret");

/** A client at Zuora: where its tenant is, which client, and its secret. */
export const ZuoraClient = z.strictObject({
  zuoraBaseUrl: baseUrl,
  zuoraClientId: clientId,
  zuoraClientSecret: clientSecret,
});
export type ZuoraClient = z.output<typeof ZuoraClient>;

/** A client to be tried as it was typed; without a secret the one on file, and without all three what is on file. */
export const ClientTrial = z.strictObject({
  zuoraBaseUrl: baseUrl.optional(),
  zuoraClientId: clientId.optional(),
  zuoraClientSecret: clientSecret.optional().or(z.literal("").transform(() => undefined)),
});
export type ClientTrial = z.output<typeof ClientTrial>;

/** How news of a customer are told: by mail to its contact, under the bell of whoever made it, in the team's Slack. */
export const NotificationPreferences = z.strictObject({ email: z.boolean(), inApp: z.boolean(), slack: z.boolean() });
export type NotificationPreferences = z.output<typeof NotificationPreferences>;

/** How a customer is synced. */
export const Configuration = z.strictObject({
  /** 0: never by itself. */
  syncEveryMinutes: z
    .int("syncEvery")
    .refine(minutes => minutes === 0 || (minutes >= 15 && minutes <= 10_080), "syncEvery"),
  /** Workflows asked for at once. */
  pageSize: z.int("pageSize").min(1, "pageSize").max(50, "pageSize"),
  /** Is what is in the workflows read too? */
  withExports: z.boolean(),
  /** Syncs that fail in a row before the admins are told, and minutes without one that came through. */
  alertAfterFailures: z.int("alertAfterFailures").min(1, "alertAfterFailures").max(100, "alertAfterFailures"),
  alertAfterMinutes: z.int("alertAfterMinutes").min(15, "alertAfterMinutes").max(44_640, "alertAfterMinutes"),
  /** Planned syncs that fail in a row before none begins by itself any more; at half of them people are warned. */
  pauseAfterFailures: z.int("pauseAfterFailures").min(2, "pauseAfterFailures").max(1000, "pauseAfterFailures"),
});
export type Configuration = z.output<typeof Configuration>;

/** What a customer begins with where nobody says otherwise. */
export const usual = {
  notificationPreferences: { email: true, inApp: true, slack: false },
  configuration: {
    ...{ syncEveryMinutes: 60, pageSize: 50, withExports: true },
    ...{ alertAfterFailures: 3, alertAfterMinutes: usualPatience, pauseAfterFailures: 20 },
  },
} as const satisfies { notificationPreferences: NotificationPreferences; configuration: Configuration };

/** The configuration of a customer who is told so much of it: who is synced seldom has as much patience, where nobody says otherwise. */
export function completeConfiguration(told: Partial<Configuration> | undefined): Configuration {
  const { syncEveryMinutes } = { ...usual.configuration, ...told };
  return { ...usual.configuration, alertAfterMinutes: patienceFor(syncEveryMinutes), ...told };
}

type Configured = { configuration?: Partial<Configuration> | undefined };

const makesSense = (field: ThresholdFault["field"]) => (told: Configured | undefined) =>
  listThresholdFaults(completeConfiguration(told?.configuration)).every(fault => fault.field !== field);
const beside = (field: ThresholdFault["field"], message: ThresholdFault["message"]) => ({
  ...{ path: ["configuration", field], message, params: { code: "threshold" } },
  when: () => true,
});

/** Has a customer's thresholds make sense with each other, told with all other faults. */
export const sensible = <Schema extends z.ZodType<Configured>>(schema: Schema): Schema =>
  schema
    .refine(makesSense("alertAfterMinutes"), beside("alertAfterMinutes", "alertBeforeSync"))
    .refine(makesSense("pauseAfterFailures"), beside("pauseAfterFailures", "pauseBeforeAlert"));

const person = { name: requiredField(200, "customerNameRequired"), contactEmail: emailField };
const options = {
  notificationPreferences: NotificationPreferences.partial().optional(),
  configuration: Configuration.partial().optional(),
};

/** A customer as an admin makes it. */
export const NewCustomer = sensible(z.strictObject({ ...person, ...ZuoraClient.shape, ...options }));
export type NewCustomer = z.output<typeof NewCustomer>;

/** What is changed of a customer; an empty secret keeps the stored one. `version` is the one that was seen: without it the last one wins. */
export const CustomerChange = z.strictObject({
  name: person.name.optional(),
  contactEmail: person.contactEmail.optional(),
  ...ClientTrial.shape,
  ...options,
  version: z.int().min(0).optional(),
});
export type CustomerChange = z.output<typeof CustomerChange>;

/** A sync that somebody asks for: of all workflows or of one, and whether what Zuora no longer lists may go however much it is. */
export const SyncOrder = z.strictObject({
  workflowId: z.int().positive().max(2_147_483_647).optional(),
  acceptDeletions: z.boolean().default(false),
});
export type SyncOrder = z.output<typeof SyncOrder>;

/** What is done again of a customer's onboarding: what has not been done, everything from a step on, or all of it. */
export const CustomerRetry = z.strictObject({
  from: z
    .enum(["customer_record", "credential_validation", "workflow_sync", "user_access", "monitoring"], "choose")
    .optional(),
  all: z.boolean().default(false),
});
export type CustomerRetry = z.output<typeof CustomerRetry>;
