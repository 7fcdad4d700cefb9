import { transaction } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { configurationFields, configurationOf, preferencesOf } from "../queries/configuration";
import { lacks } from "./explain";
import { withClient } from "./with-client";

const customerFields = {
  ...{ name: true, contactEmail: true, createdAt: true, syncedAt: true },
  ...configurationFields,
  credential: { select: { baseUrl: true, clientId: true, lastFour: true } },
} as const;

/** That it was made is in the audit trail, which a customer's own transactions may not read. */
const isAudited = (customerId: number) =>
  transaction("system", async tx => {
    const where = { action: "customer.created", subjectKind: "customer", subjectId: String(customerId) };
    return (await tx.auditEntry.count({ where })) > 0;
  });

/** Looks whether everything that a customer needs is there: who it is, its configuration, its entry in the audit trail, and credentials that are encrypted and open. */
export const recordCustomer = (context: WorkerContext): Promise<Record<string, unknown>> =>
  withClient(context, async ({ savedAt }) => {
    const { subjectId: id } = context;
    const customer = await transaction({ customer: id }, tx =>
      tx.customer.findUniqueOrThrow({ where: { id }, select: customerFields }),
    );
    const { name, contactEmail, createdAt, syncedAt, credential } = customer;
    const missing = [
      ...(contactEmail === null ? ["a contact"] : []),
      ...((await isAudited(id)) ? [] : ["its entry in the audit trail"]),
    ];
    if (missing.length > 0) throw lacks(missing);
    return {
      customerId: id,
      name,
      createdAt: createdAt.toISOString(),
      credentials: { isEncrypted: true, savedAt: savedAt.toISOString(), ...credential },
      configuration: configurationOf(customer),
      notificationPreferences: preferencesOf(customer),
      syncStatus: syncedAt === null ? "pending" : "ok",
    };
  });
