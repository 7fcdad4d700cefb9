import { StepFailure } from "@/lib/platform/flow/failure";
import type { OutboundError, OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { toldBy } from "@/lib/platform/outbound/told-outbound-error";
import { zuoraCatalogue } from "../client/zuora-catalogue";

const { remedies } = zuoraCatalogue;

/** Does what this stopped wait until somebody has mended the client? */
export const isMendedByOthers = (kind: OutboundKind): kind is "auth" | "permission" | "wrong_address" =>
  remedies[kind].waits;

/** A failed call, for people. */
export const toldZuora = toldBy(zuoraCatalogue);

/** What a test of credentials came to when they are refused, for people. */
export const refusedCredentials = (fault: OutboundKind, missing?: string): StepFailure =>
  new StepFailure(
    fault,
    fault === "permission" && missing
      ? `The client lacks the right “${missing}” at Zuora. Give it to its user there, then test the credentials.`
      : remedies[fault].text,
  );

/** Zuora, or the way to it, does not work: it is tried again by itself. */
export const noAnswer = (kind: "unreachable" | "unexpected"): StepFailure =>
  new StepFailure(kind, remedies[kind].text, true);

/** No call is left until Zuora counts anew. */
export const noCallsLeft = (): StepFailure => new StepFailure("rate_limit", remedies.rate_limit.text, true);

/** The stored secret does not open: nobody can be asked with it. */
export const unreadableSecret = (): StepFailure => new StepFailure("unreadable", remedies.unreadable.text);

/** The master key that the secret was closed with is not known here yet. */
export const noMasterKey = (): StepFailure => new StepFailure("unavailable", remedies.unavailable.text);

/** What is kept of a customer is not enough to begin. */
export const lacks = (what: readonly string[]): StepFailure =>
  new StepFailure("invalid_customer", `The customer's record lacks ${what.join(", ")}. Complete it, then try again.`);

/** The credentials are good, and another tenant's than the one whose workflows are here. */
export const otherTenant = (told: string, known: string): StepFailure =>
  new StepFailure(
    "other_tenant",
    `${remedies.other_tenant.text} They are of tenant ${told}: enter those of tenant ${known}, or make another customer.`,
  );

/** The credentials were changed while they were used: it goes on with the new ones. */
export const otherClient = (): StepFailure => new StepFailure("other_client", remedies.other_client.text, true);

const exportTexts = {
  permission: "The client may not export workflows at Zuora.",
  wrong_address: "Zuora does not know this workflow any more.",
  too_large: "It is larger than what we read of a workflow.",
};
const isOfExport = (code: string): code is keyof typeof exportTexts => Object.hasOwn(exportTexts, code);

/** Why one workflow could not be read while others are: a word for it, and a sentence for people. */
export function failedRead(failure: OutboundError | "permission"): { code: string; message: string } {
  if (failure === "permission") return { code: failure, message: exportTexts.permission };
  const code = failure.reason === "too_large" ? "too_large" : failure.kind;
  return { code, message: isOfExport(code) ? exportTexts[code] : remedies[code].text };
}

const listed = (names: readonly string[]) => names.join(", ");
const named = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** What is worth knowing about a step that has ended well, each a sentence. */
export const warningTexts = {
  fewCallsLeft: (remaining: number, limit: number) =>
    `Zuora leaves ${remaining} of ${limit} calls until it counts anew: a sync may have to wait.`,
  noExports: () => "The client may not export workflows, so their tasks are not known.",
  unreadable: (count: number, examples: readonly string[]) =>
    `${named(count, "workflow", "workflows")} of Zuora could not be read, such as ${listed(examples)}.`,
  failedExports: (count: number, examples: readonly string[]) =>
    `What is in ${named(count, "workflow", "workflows")} could not be read, such as ${listed(examples)}.`,
  notHere: () => "This workflow is here no longer, so there was nothing to read.",
  notKnown: () =>
    "Zuora does not know this workflow any more. It was kept, and goes with the next full sync if it is gone for good.",
  keptMost: (count: number) =>
    `Zuora no longer lists ${named(count, "workflow", "workflows")}, which is more than half of those that were here before. All of them were kept: sync again and accept the deletions if they are gone for good.`,
  keptAll: (count: number) =>
    `Zuora lists none of ${named(count, "workflow", "workflows")} that were here before. All of them were kept: sync again and accept the deletions if they are gone for good.`,
};
