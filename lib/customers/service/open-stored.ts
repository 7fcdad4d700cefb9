import { SecretKeyMissing } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import { breakClient, type Finder } from "./client-health";
import { holdCustomer } from "./hold-customer";
import { tellUnreadable } from "./tell-unreadable";
import { ForeignAddress, type OpenedClient, openClient } from "./zuora-client";

type Opening = { customerId: number; by: Exclude<Finder, { jobId: number }> };
type Typed = Parameters<typeof openClient>[3];

/** Marks a client that can be used no more as it is stored, and has the admins told of a secret that does not open. */
async function note({ customerId, by }: Opening, thrown: UnreadableKey | ForeignAddress): Promise<void> {
  const { savedAt } = thrown;
  const fault = thrown instanceof ForeignAddress ? "wrong_address" : "unreadable";
  await transaction({ customer: customerId }, async tx => {
    await holdCustomer(tx, customerId);
    await breakClient(tx, { customerId, savedAt, fault, by });
  });
  if (fault === "unreadable") await tellUnreadable(customerId);
}

/**
 * Opens the stored client of a customer for a test of it. Throws `key_unreadable` for a secret that does not open, ForeignAddress, and `unavailable` where
 * its master key is not given; the first two mark it, and the admins hear of what does not open.
 */
export async function openStored(opening: Opening, typed: Typed = {}): Promise<OpenedClient> {
  const { customerId, by } = opening;
  const use =
    "byUserId" in by ? ({ purpose: "test", userId: by.byUserId } as const) : ({ purpose: "due_test" } as const);
  try {
    return await transaction({ customer: customerId }, tx => openClient(tx, customerId, use, typed));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.cause instanceof SecretKeyMissing) await tellUnreadable(customerId);
    if (!(thrown instanceof UnreadableKey || thrown instanceof ForeignAddress)) throw thrown;
    await note(opening, thrown);
    if (thrown instanceof ForeignAddress) throw thrown;
    throw new AppError("key_unreadable", { cause: thrown });
  }
}
