import type { SessionUser } from "../auth/session";
import { now } from "../clock";
import { transaction } from "../db";
import { AppError } from "../errors";
import type { PointerView } from "./schema";

/** Whose places are listed, as the gatherer of all kinds takes them. */
export const asViewed = ({ id, name, phoneNumber, roles }: Omit<SessionUser, "sid" | "storeId" | "customerId">) => ({
  ...{ id, name, phoneNumber, roles, sid: "" },
  ...{ storeId: null, customerId: null },
});

/** What support points a person to; throws `not_found` for anybody else's. */
export async function getPointer(personId: number, id: number): Promise<PointerView> {
  const select = { field: true, note: true } as const;
  const found = await transaction("system", tx => tx.fieldPointer.findFirst({ where: { id, personId }, select }));
  if (!found) throw new AppError("not_found");
  return found;
}

/** For how many seconds a look still lasts. */
export const secondsLeft = async (endsAt: string): Promise<number> =>
  Math.max(0, Math.round((Date.parse(endsAt) - (await now()).getTime()) / 1000));
