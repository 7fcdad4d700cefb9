import { z } from "zod";

/** Which fields of a step (by its slug) a form would not send: their names, never what is in them. */
export const Refusal = z.strictObject({
  step: z.string().regex(/^[a-z-]{1,40}$/),
  fields: z.array(z.string().max(100)).max(50),
});
export type Refusal = z.output<typeof Refusal>;

/** Of which time figures tell. */
export const periods = ["7d", "30d", "90d", "all"] as const;

/** Which figures are asked for. */
export const MetricsSearch = z.strictObject({ period: z.enum(periods).default("30d") });
export type MetricsSearch = z.output<typeof MetricsSearch>;
export type Period = MetricsSearch["period"];

const highestId = 2_147_483_647;

/** An onboarding in a URL. */
export const OnboardingParams = z.strictObject({ id: z.coerce.number().int().min(1).max(highestId) });

/** How somebody wants to be told that a run has ended. */
export const ReadyChannel = z.enum(["email", "sms"], "choose");
export const ReadyRequest = z.strictObject({ channel: ReadyChannel });
export type ReadyRequest = z.output<typeof ReadyRequest>;

const reason = z.string({ error: "reasonTooShort" }).trim().min(10, "reasonTooShort").max(500, "tooLong");
const part = z.string({ error: "choose" }).max(60, "choose");

/** What an admin has done again of a run, in words that each kind holds against its own parts; with or without a word why. */
export const RunAgain = z
  .strictObject({
    reason: reason.optional(),
    from: part.optional().meta({
      description:
        "Stores and customers: the part to begin anew with; it and all after it are done again from their start.",
    }),
    steps: z
      .array(part)
      .max(20, "choose")
      .optional()
      .meta({ description: "Agents: the steps to run again; none named: those that are not done." }),
    all: z.boolean().optional().meta({ description: "Everything again, from its start." }),
  })
  .refine(({ from, steps, all }) => [from, steps, all || undefined].filter(one => one !== undefined).length <= 1, {
    path: ["all"],
    message: "choose",
  });
export type RunAgain = z.output<typeof RunAgain>;

/** A run that an admin stops, with or without a word why. */
export const StopRun = z.strictObject({ reason: reason.optional() });
