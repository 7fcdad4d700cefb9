import { AppError } from "@/lib/platform/errors";
import type { OwnPreferencesView } from "../view/access";
import { type CustomerReader, withRight } from "./standing";

/** How news of the reader's customer are told to them. Throws `not_found` for who may not choose it. */
export const getOwnPreferences = (reader: CustomerReader): Promise<OwnPreferencesView> =>
  withRight(reader, "preferences.manage", async tx => {
    const { customerId, userId } = reader;
    const where = { customerId_userId: { customerId, userId } };
    const found = await tx.customerUser.findUnique({ where, select: { notifyBy: true } });
    if (!found) throw new AppError("not_found");
    return { email: found.notifyBy.includes("email"), inApp: found.notifyBy.includes("in_app") };
  });
