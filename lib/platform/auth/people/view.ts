import { maskEmail, maskName } from "../../mask";
import { maskPhone } from "../phone";
import type { PersonView } from "./schema";

/** A person as the database answers. */
export type PersonRow = Omit<PersonView, "createdAt" | "disabledAt" | "lastSeenAt"> & {
  createdAt: Date;
  disabledAt: Date | null;
  lastSeenAt: Date | null;
};

const masked = <T extends string>(value: T | null, mask: (value: T) => string) => (value === null ? null : mask(value));

/** What the desk shows of a person; with `isMasked` nothing by which they could be called or written to. */
export function toPersonView(row: PersonRow, isMasked: boolean): PersonView {
  const { createdAt, disabledAt, lastSeenAt, name, phoneNumber, email, ...rest } = row;
  const times = {
    createdAt: createdAt.toISOString(),
    disabledAt: disabledAt?.toISOString() ?? null,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  };
  if (!isMasked) return { ...rest, ...times, name, phoneNumber, email };
  return {
    ...rest,
    ...times,
    name: masked(name, maskName),
    phoneNumber: masked(phoneNumber, maskPhone),
    email: masked(email, maskEmail),
  };
}

type Entry = {
  id: number;
  at: Date;
  action: string;
  actorKind: string;
  actorId: string | null;
  detail: unknown;
  address: string | null;
};

/** An audit entry in a person's history; from where and why only for who may see personal data. */
export function toHistoryView({ id, at, action, actorKind, actorId, detail, address }: Entry, isWhole: boolean) {
  const { reason } = detail as { reason?: unknown };
  const told = { from: address, reason: typeof reason === "string" ? reason : null };
  return { id, at: at.toISOString(), action, actorKind, actorId, ...(isWhole ? told : { from: null, reason: null }) };
}
