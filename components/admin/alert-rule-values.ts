import type { AlertChannel, RuleSettings, RuleView } from "@/lib/platform/alerts/schema";

/** A rule that can be set up: what its kind has, with usual values. */
export type RuleForm = Pick<RuleView, "kind" | "severity" | "enabled" | "cooldownSeconds" | "channels" | "parameters">;

/** The name of the field that asks for a parameter. */
export const fieldOf = (parameter: string): string => `parameters.${parameter}`;

// What is no number is nothing, which the server refuses on its field.
function toNumber(text: FormDataEntryValue | null): number | null {
  const plain = String(text ?? "").trim();
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/** What a form says of a rule. */
export function readRule(given: FormData, names: readonly string[]) {
  const minutes = toNumber(given.get("cooldownSeconds"));
  return {
    enabled: given.has("enabled"),
    cooldownSeconds: minutes === null ? null : minutes * 60,
    channels: given.getAll("channels").filter((one): one is AlertChannel => one !== ""),
    parameters: Object.fromEntries(names.map(name => [name, toNumber(given.get(fieldOf(name)))])),
  };
}

/** How a rule stands in the form when that is drawn, to go back with what is asked. */
export const writeSeen = ({ enabled, cooldownSeconds, channels, parameters }: RuleSettings): string =>
  JSON.stringify({ enabled, cooldownSeconds, channels, parameters });

/** What `writeSeen` wrote. */
export const readSeen = (given: FormData): RuleSettings => JSON.parse(String(given.get("seen")));
