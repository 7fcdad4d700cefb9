import type { MeView, SignedInFacts, SignedInView } from "./schema";
import type { SignedIn } from "./service";
import type { SessionUser } from "./session";

/** What `verify-otp` answers as data. */
export const toSignedInView = ({ userId, storeId, redirectTo, roles }: SignedIn): SignedInView => ({
  userId,
  storeId,
  redirectTo,
  roles: [...new Set(roles.map(({ role }) => role))],
});

/** The fields that `verify-otp` carries beside the envelope. */
export const toSignedInFacts = (signedIn: SignedIn): SignedInFacts => ({
  isNewUser: signedIn.isNewUser,
  needsOnboarding: signedIn.needsOnboarding,
  prefilledData: signedIn.prefilledData,
  hasCallingData: signedIn.hasCallingData,
  redirectTo: signedIn.redirectTo,
});

/** The signed-in person as `me` shows it. */
export const toMeView = ({ id, name, phoneNumber, roles, storeId, customerId }: SessionUser): MeView => ({
  id,
  name,
  phoneNumber,
  roles,
  storeId,
  customerId,
});
