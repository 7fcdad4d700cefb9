import { z } from "zod";
import { Configuration, NotificationPreferences } from "../schema/customer";

/** How a customer's data stands: never fetched, being fetched, as of the last sync, or the last sync brought nothing. */
export const SyncStatus = z.enum(["pending", "running", "ok", "failed"]);

/** Where an onboarding stands (contract 8). */
export const CustomerStatus = z.enum(["pending", "running", "waiting", "complete", "failed", "cancelled"]);

/** A customer as it leaves the building; of the secret its last four characters. */
export const CustomerView = z.object({
  id: z.int(),
  onboardingId: z.int(),
  name: z.string(),
  /** Unset once that person was erased. */
  contactEmail: z.string().nullable(),
  zuoraBaseUrl: z.string(),
  /** What Zuora calls it. */
  zuoraDataCentre: z.string(),
  zuoraClientId: z.string(),
  zuoraClientSecret: z.string(),
  /** Whose tenant the credentials are, as Zuora told it. */
  zuoraTenantId: z.string().nullable(),
  /** Why the credentials are of no use, since when, and the right that they lack; `other_tenant`: they are good, and not of the tenant whose workflows are here. */
  keyProblem: z
    .object({
      class: z.enum(["auth", "permission", "wrong_address", "unreadable", "other_tenant"]),
      missingRight: z.string().nullable(),
      at: z.iso.datetime(),
    })
    .nullable(),
  testedAt: z.iso.datetime().nullable(),
  nextTestAt: z.iso.datetime().nullable(),
  notificationPreferences: NotificationPreferences,
  configuration: Configuration,
  status: CustomerStatus,
  /** How many steps are done, of how many. */
  done: z.int(),
  total: z.int(),
  syncStatus: SyncStatus,
  syncedAt: z.iso.datetime().nullable(),
  /** Unset where none begins by itself. */
  nextSyncAt: z.iso.datetime().nullable(),
  /** Since when none begins by itself, because too many in a row failed. */
  pausedAt: z.iso.datetime().nullable(),
  workflows: z.int(),
  version: z.int(),
  createdAt: z.iso.datetime(),
});
export type CustomerView = z.infer<typeof CustomerView>;

/** A customer that was made, and the run that its onboarding began with. */
export const NewCustomerView = CustomerView.extend({ jobId: z.int() });

/** A customer that was changed, and the run that other credentials have go on; unset where they are as they were. */
export const ChangedCustomerView = CustomerView.extend({ jobId: z.int().nullable() });

/** A page of customers, newest first, and where the next one begins. */
export const CustomerPage = z.object({ items: z.array(CustomerView), nextCursor: z.string().nullable() });
export type CustomerPage = z.infer<typeof CustomerPage>;
