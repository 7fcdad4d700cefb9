import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import { createOnboarding, getOnboarding } from "@/lib/platform/flow/onboarding";
import { type BaseUrl, findBaseUrl } from "../client/zuora-hosts";
import { type Actor, requireAdmin } from "../policy";
import { notifyByOf } from "../queries/configuration";
import { type Configuration, completeConfiguration, type NewCustomer, usual } from "../schema/customer";
import { listThresholdFaults } from "../schema/thresholds";
import { customerOnboarding } from "../steps";
import { beginRun } from "./begin-run";
import { keepClient } from "./zuora-client";

/** The address as it may be called; throws 422 for any that is none of Zuora's. */
export function requireBaseUrl(told: string): BaseUrl {
  const found = findBaseUrl(told);
  if (!found) throw invalidInput([{ field: "zuoraBaseUrl", code: "wrong_address", message: "zuoraBaseUrl" }]);
  return found;
}

/** Throws 422 with every threshold that makes no sense with the others. */
export function requireThresholds(configuration: Configuration): void {
  const faults = listThresholdFaults(configuration);
  if (faults.length === 0) return;
  throw invalidInput(
    faults.map(({ field, message }) => ({ field: `configuration.${field}`, code: "threshold", message })),
  );
}

async function insert(tx: Tx, input: NewCustomer, actorId: number): Promise<number> {
  const [next] = await tx.$queryRaw<{ at: Date }[]>`SELECT app_now() AS at`;
  const at = next?.at ?? new Date();
  const { id } = await tx.customer.create({
    data: {
      ...{ name: input.name, contactEmail: input.contactEmail.toLowerCase() },
      ...completeConfiguration(input.configuration),
      notifyBy: notifyByOf({ ...usual.notificationPreferences, ...input.notificationPreferences }),
      ...{ createdById: actorId, createdAt: at, updatedAt: at },
    },
    select: { id: true },
  });
  return id;
}

/**
 * Makes a customer with its client at Zuora, encrypted, and its configuration, and begins its onboarding: all or nothing. Whether the credentials hold is
 * proven by its second step. Throws `forbidden`, `not_found`, and 422 for an address that is none of Zuora's and thresholds
 * without sense.
 */
export async function createCustomer(
  input: NewCustomer,
  actor: Actor,
  address: string,
): Promise<{ id: number; jobId: number }> {
  requireAdmin(actor);
  const baseUrl = requireBaseUrl(input.zuoraBaseUrl);
  requireThresholds(completeConfiguration(input.configuration));
  return transaction("system", async tx => {
    const id = await insert(tx, input, actor.id);
    const client = { baseUrl, clientId: input.zuoraClientId, clientSecret: input.zuoraClientSecret };
    await keepClient(tx, id, client);
    await createOnboarding(tx, customerOnboarding, id);
    await audit(tx, {
      action: "customer.created",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "customer", id },
      detail: { baseUrl, clientId: input.zuoraClientId },
      address,
    });
    const onboarding = await getOnboarding(tx, "customer", id);
    const { jobId } = await beginRun(tx, {
      ...{ onboarding, customerId: id, trigger: "created", byUserId: actor.id, redo: "all" },
    });
    return { id, jobId };
  });
}
