import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { maskEmail } from "@/lib/platform/mask";
import { type Actor, requireAdmin } from "../policy";
import { configurationFields, configurationOf, notifyByOf, preferencesOf } from "../queries/configuration";
import type { Configuration, CustomerChange, NotificationPreferences } from "../schema/customer";
import { beginRun } from "./begin-run";
import { stopRun } from "./cancel-customer-run";
import { requireBaseUrl, requireThresholds } from "./create-customer";
import { type Held, holdCustomer, isWaiting } from "./hold-customer";
import { resumeWaiting } from "./resume-run";
import { keepClient } from "./zuora-client";

const storedFields = {
  ...{ name: true, contactEmail: true, version: true },
  ...configurationFields,
  credential: { select: { baseUrl: true, clientId: true } },
} as const;

/** What of a customer may be changed, and told: never the secret. */
type Shown = {
  name: string;
  contactEmail: string | null;
  zuoraBaseUrl: string;
  zuoraClientId: string;
  configuration: Configuration;
  notificationPreferences: NotificationPreferences;
};

async function readShown(tx: Tx, id: number): Promise<{ shown: Shown; version: number }> {
  const customer = await tx.customer.findUniqueOrThrow({ where: { id }, select: storedFields });
  const { name, contactEmail, version, credential } = customer;
  const shown = {
    ...{ name, contactEmail, zuoraBaseUrl: credential?.baseUrl ?? "", zuoraClientId: credential?.clientId ?? "" },
    configuration: configurationOf(customer),
    notificationPreferences: preferencesOf(customer),
  };
  return { shown, version };
}

function withChange(before: Shown, input: CustomerChange): Shown {
  const { name = before.name, contactEmail, zuoraBaseUrl, zuoraClientId = before.zuoraClientId } = input;
  return {
    name,
    contactEmail: contactEmail?.toLowerCase() ?? before.contactEmail,
    zuoraBaseUrl: zuoraBaseUrl === undefined ? before.zuoraBaseUrl : requireBaseUrl(zuoraBaseUrl),
    zuoraClientId,
    configuration: { ...before.configuration, ...input.configuration },
    notificationPreferences: { ...before.notificationPreferences, ...input.notificationPreferences },
  };
}

const namesOf = <T extends object>(before: T, after: T, prefix = ""): string[] =>
  (Object.keys(before) as (keyof T & string)[]).flatMap(key => {
    const [was, is] = [before[key], after[key]];
    if (typeof was === "object" && was !== null) return namesOf(was, is as object, `${prefix}${key}.`);
    return was === is ? [] : [`${prefix}${key}`];
  });

// The trail outlives whoever reads this mail and asks to be erased.
const forTrail = (value: unknown, field: string) =>
  field === "contactEmail" && typeof value === "string" ? maskEmail(value) : value;

const valueAt = (shown: Shown, field: string): unknown =>
  field.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], shown);

/** Of each named field what it was and what it is. */
const beforeAndAfter = (before: Shown, after: Shown, fields: readonly string[]) =>
  Object.fromEntries(
    fields.map(field => {
      const [from, to] = [before, after].map(shown => forTrail(valueAt(shown, field), field));
      return [field, { from, to }];
    }),
  );

const write = (tx: Tx, id: number, { name, contactEmail, configuration, notificationPreferences }: Shown) => {
  const { syncEveryMinutes, pageSize, withExports, alertAfterFailures, alertAfterMinutes } = configuration;
  return tx.$executeRaw`
    UPDATE customer SET name = ${name}, contact_email = ${contactEmail}, sync_every_minutes = ${syncEveryMinutes}, page_size = ${pageSize},
      with_exports = ${withExports}, alert_after_failures = ${alertAfterFailures}, alert_after_minutes = ${alertAfterMinutes},
      pause_after_failures = ${configuration.pauseAfterFailures},
      notify_by = ${notifyByOf(notificationPreferences)}, version = version + 1, updated_at = app_now()
    WHERE id = ${id}`;
};

/** The next sync by the new interval, from the last one that came through; none is planned before the first run has ended. */
const replan = (tx: Tx, id: number) => tx.$executeRaw`
  UPDATE customer SET next_sync_at = CASE WHEN sync_every_minutes > 0 AND (next_sync_at IS NOT NULL OR synced_at IS NOT NULL)
    THEN greatest(app_now(), coalesce(synced_at, app_now()) + make_interval(mins => sync_every_minutes)) END
  WHERE id = ${id}`;

const makeExportsDue = (tx: Tx, customerId: number) =>
  tx.workflow.updateMany({ where: { customerId, isExportDue: false }, data: { isExportDue: true } });

type Change = { customerId: number; held: Held; actor: Actor; address: string };

/** What waits goes on with other credentials, what goes on with those of before begins again at their proof, and so does what has ended. */
async function restart(tx: Tx, { customerId, held: { onboarding, last }, actor }: Change): Promise<number> {
  if (last && (await resumeWaiting(tx, onboarding.id, { provesAgain: true }))) return last.id;
  const run = { customerId, onboardingId: onboarding.id, byUserId: actor.id };
  await stopRun(tx, { ...run, reason: "credentials_changed" });
  const redo = { from: "credential_validation" };
  const begun = await beginRun(tx, { onboarding, customerId, trigger: "credentials", byUserId: actor.id, redo });
  return begun.jobId;
}

async function keepCredentials(tx: Tx, change: Change, after: Shown, clientSecret: string | undefined) {
  const { customerId, actor, address } = change;
  const { zuoraBaseUrl, zuoraClientId: clientId } = after;
  const baseUrl = requireBaseUrl(zuoraBaseUrl);
  await keepClient(tx, customerId, { baseUrl, clientId, ...(clientSecret === undefined ? {} : { clientSecret }) });
  await audit(tx, {
    action: "customer.key_saved",
    actor: { kind: "user", id: actor.id },
    subject: { kind: "customer", id: customerId },
    detail: { baseUrl, clientId, isSecretReplaced: clientSecret !== undefined },
    address,
  });
  return restart(tx, change);
}

/** Without exports a missing right to them holds up nothing: what waits for it is tried again. */
async function tryWithoutExports(tx: Tx, { held }: Change): Promise<number | null> {
  if (!isWaiting(held)) return null;
  const isResumed = await resumeWaiting(tx, held.onboarding.id, { provesAgain: true });
  return isResumed ? (held.last?.id ?? null) : null;
}

async function bringAbout(tx: Tx, change: Change, input: CustomerChange, { before, after, fields }: Changed) {
  if (fields.includes("configuration.syncEveryMinutes")) await replan(tx, change.customerId);
  const hasExportsNow = after.configuration.withExports;
  if (hasExportsNow && !before.configuration.withExports) await makeExportsDue(tx, change.customerId);
  if (fields.some(field => field.startsWith("zuora")))
    return keepCredentials(tx, change, after, input.zuoraClientSecret);
  return !hasExportsNow && before.configuration.withExports ? tryWithoutExports(tx, change) : null;
}

type Changed = { before: Shown; after: Shown; fields: string[] };

function requireVersion(input: CustomerChange, saved: Shown, version: number): void {
  if (input.version === undefined || input.version === version) return;
  const { zuoraClientSecret: _, version: __, ...given } = input;
  throw new AppError("version_conflict", { data: { saved, given, version } });
}

/**
 * Changes what is given of a customer; an empty secret keeps the one that is stored. Other credentials have the onboarding go on at their proof, which is
 * the run that is named. Throws `forbidden`, `not_found`, `version_conflict` with both, and 422 for an address that is none of Zuora's and thresholds
 * that make no sense with the others, told or stored.
 */
export async function changeCustomer(
  { customerId, input }: { customerId: number; input: CustomerChange },
  actor: Actor,
  address: string,
): Promise<{ jobId: number | null }> {
  requireAdmin(actor);
  return transaction({ customer: customerId }, async tx => {
    const change = { customerId, held: await holdCustomer(tx, customerId), actor, address };
    const { shown: before, version } = await readShown(tx, customerId);
    requireVersion(input, before, version);
    const after = withChange(before, input);
    const secret = input.zuoraClientSecret === undefined ? [] : ["zuoraClientSecret"];
    const changed = namesOf(before, after);
    const fields = [...changed, ...secret];
    if (fields.length === 0) return { jobId: null };
    if (fields.some(field => field.startsWith("configuration."))) requireThresholds(after.configuration);
    await write(tx, customerId, after);
    await audit(tx, {
      action: "customer.changed",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "customer", id: customerId },
      detail: { fields, changes: beforeAndAfter(before, after, changed) },
      address,
    });
    return { jobId: await bringAbout(tx, change, input, { before, after, fields }) };
  });
}
