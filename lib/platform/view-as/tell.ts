import { inLanguageOf } from "../auth/language";
import { findTestCode } from "../auth/test-numbers";
import type { Tx } from "../db";
import { writeNotice } from "../notices/service";
import { enqueueMessage, type MessageContent } from "../notifications/outbox";

/** Whom something is told, by what they can be reached. */
export type Told = { id: number; phoneNumber: string | null; email: string | null; emailConfirmed: boolean };

type News = {
  notice: { kind: string; values: Record<string, string | number>; href: string };
  mail: () => Promise<MessageContent>;
  sms: () => MessageContent;
  /** Names the message among all. */
  key: string;
};

/** Tells a person under their bell, and by mail where their address is known to be theirs, else by a text message: in the transaction of what is told. */
export async function tellPerson(tx: Tx, to: Told, { notice, mail, sms, key }: News): Promise<void> {
  await writeNotice(tx, { userId: to.id, storeId: null, ...notice, dedupeKey: key });
  const email = to.emailConfirmed ? to.email : null;
  const recipient = email ?? to.phoneNumber;
  if (recipient === null) return;
  const withheld = email === null && (await findTestCode(tx, recipient)) !== null;
  const content = await inLanguageOf(tx, to.id, () => (email === null ? sms() : mail()));
  const channel = email === null ? "sms" : "email";
  await enqueueMessage(tx, { channel, recipient, ...content, dedupeKey: key, withheld });
}
