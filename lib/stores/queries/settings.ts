import { requireOpenGate } from "../service/open-gate";
import { getLetzshop, getProductImport, getProfile } from "./onboarding";

const behindGate =
  <T>(read: (storeId: number) => Promise<T>) =>
  async (storeId: number): Promise<T> => {
    await requireOpenGate(storeId);
    return read(storeId);
  };

/** The merchant profile, after the onboarding; throws `onboarding_required` before the gate. */
export const getProfileSettings = behindGate(getProfile);

/** What may be told of the Letzshop key, after the onboarding; throws `onboarding_required` before the gate. */
export const getLetzshopSettings = behindGate(getLetzshop);

/** The product feed, after the onboarding; throws `onboarding_required` before the gate. */
export const getProductSettings = behindGate(getProductImport);
