import { z } from "zod";

/** What a person may choose to be told, and by which ways. Everything else is always told: codes, invites, what needs them, and what support does. */
export const choices = [
  { topic: "reminders", channel: "email" },
  { topic: "reminders", channel: "sms" },
  { topic: "runs", channel: "in_app" },
  { topic: "keys", channel: "email" },
] as const;

/** One of them as the database keeps it: `reminders.email`. */
export type Choice = "reminders.email" | "reminders.sms" | "runs.in_app" | "keys.email";

const Topic = z.enum(["reminders", "runs", "keys"], "choose");
const Channel = z.enum(["email", "sms", "in_app"], "choose");

// Whom each topic is of any use to.
const rolesOf: Record<z.output<typeof Topic>, readonly string[]> = {
  reminders: ["store", "practitioner", "agent"],
  runs: ["store", "agent", "admin"],
  keys: ["store", "agent"],
};

/** What somebody with these roles may ever be told of: the rest is not worth a question. */
export const topicsOf = (roles: readonly { role: string }[]) =>
  Topic.options.filter(topic => roles.some(({ role }) => rolesOf[topic].includes(role)));

/** Whether one thing is wanted by one way. */
export const ChoiceView = z.object({ topic: Topic, channel: Channel, isWanted: z.boolean() });
export type ChoiceView = z.output<typeof ChoiceView>;

/** What a person wants, every choice that there is; `version` is what a save brings back. */
export const PreferencesView = z.object({ choices: z.array(ChoiceView), version: z.int() });
export type PreferencesView = z.output<typeof PreferencesView>;

const isChoice = ({ topic, channel }: Pick<ChoiceView, "topic" | "channel">) =>
  choices.some(one => one.topic === topic && one.channel === channel);

const Chosen = z
  .strictObject({ topic: Topic, channel: Channel, isWanted: z.boolean() })
  .refine(isChoice, { path: ["channel"], error: "choose" });

/** What somebody chooses: what is not named stays as it is. `version` is what they were shown. */
export const Preferences = z.strictObject({
  choices: z.array(Chosen).min(1, "choose").max(choices.length, "choose"),
  version: z.int().min(0).optional(),
});
export type Preferences = z.output<typeof Preferences>;
