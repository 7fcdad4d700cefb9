import { z } from "zod";
import { ReadyChannel } from "../schema";

/** How somebody will be told when a run has ended, and where, masked. */
export const ReadyView = z.object({ channel: ReadyChannel, to: z.string() });
export type ReadyView = z.infer<typeof ReadyView>;

type Contact = { email: string; phoneNumber: string };

const maskMail = (email: string) => email.replace(/^(.)[^@]*/u, "$1•••");

/** The places where an owner can be told, masked. */
export const toContactView = ({ email, phoneNumber }: Contact) => ({
  email: maskMail(email),
  sms: `•••• ${phoneNumber.slice(-4)}`,
});

/** What was asked for, as its owner sees it. */
export const toReadyView = (channel: ReadyView["channel"], contact: Contact): ReadyView => ({
  channel,
  to: toContactView(contact)[channel],
});
