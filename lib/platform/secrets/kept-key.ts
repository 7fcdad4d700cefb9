import { decrypt, type SecretContext, SecretKeyMissing, SecretUnreadable } from "../crypto";
import { AppError } from "../errors";

/** A stored key that does not open any more; its owner has to enter it again. `savedAt` says which. */
export class UnreadableKey extends Error {
  constructor(
    readonly savedAt: Date,
    cause: SecretUnreadable,
  ) {
    super("a stored key does not open", { cause });
  }
}

/** Opens a key as it is stored. Throws UnreadableKey, and `unavailable` where its master key is not given. */
export function openKept(closed: string, context: SecretContext, savedAt: Date): string {
  try {
    return decrypt(closed, context);
  } catch (thrown) {
    // In the middle of a change of master keys another process may know the one that this needs; the stored key is good.
    if (thrown instanceof SecretKeyMissing) throw new AppError("unavailable", { cause: thrown });
    throw thrown instanceof SecretUnreadable ? new UnreadableKey(savedAt, thrown) : thrown;
  }
}

/** What may be shown of a key: of a short one four characters would be too much of it. */
export const lastFourOf = (apiKey: string): string => (apiKey.length >= 12 ? apiKey.slice(-4) : "••••");
