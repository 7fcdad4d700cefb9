import type { Tx } from "../db";
import { env } from "../env";
import { enqueueMessage } from "../notifications/outbox";
import { spend } from "../rate-limit";
import type { listTextableAdmins } from "./admins";

type Texted = Awaited<ReturnType<typeof listTextableAdmins>>;

/** What texts are about: a kind of rule, or a test. */
type Text = { about: string; text: string; keyOf: (id: number) => string };

// Whatever happens, nobody's phone rings more often in an hour; and what happens over and over leaves room for something else.
const [textsPerHour, textsAboutOne] = [5, 3];

/** Texts each of these admins, as long as the hour has a text left for them, and one about this. Answers how many were written. */
export async function textAdmins(tx: Tx, texted: Texted, { about, text, keyOf }: Text): Promise<number> {
  let written = 0;
  for (const { id, phoneNumber } of texted) {
    const [own, all] = [
      { key: `alert-sms:${id}:${about}`, limit: textsAboutOne * env.rateLimitScale, windowSeconds: 3600 },
      { key: `alert-sms:${id}`, limit: textsPerHour * env.rateLimitScale, windowSeconds: 3600 },
    ];
    // One after the other: what is too much for itself takes nothing from the others.
    const spentOwn = await spend(tx, [own]);
    const spent = spentOwn.ok ? await spend(tx, [all]) : spentOwn;
    if (!spentOwn.ok || !spent.ok) continue;
    const message = { channel: "sms", recipient: phoneNumber, text, dedupeKey: keyOf(id) } as const;
    await enqueueMessage(tx, { ...message, spent: [...spentOwn.receipts, ...spent.receipts] });
    written++;
  }
  return written;
}
