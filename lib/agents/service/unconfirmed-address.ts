import { sha256 } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { type Spent, spend } from "@/lib/platform/rate-limit";

// Whoever signs up may type anybody's address.
const perDay = { welcome: 1, ready: 3 };

/** Counts a mail to an address that nobody has confirmed: of each kind a few a day, whoever's account it is about. */
export const countUnconfirmed = (tx: Tx, kind: keyof typeof perDay, email: string): Promise<Spent> =>
  spend(tx, [
    {
      key: `unconfirmed:${kind}:${sha256(email.toLowerCase()).slice(0, 32)}`,
      limit: perDay[kind] * env.rateLimitScale,
      windowSeconds: 86_400,
    },
  ]);
