import { z } from "zod";

const sources = ["call", "calling_list"] as const;
type Source = (typeof sources)[number];
const Told = z.record(z.string(), z.object({ source: z.enum(sources), at: z.coerce.date() }));

/** What the calling system told of a practitioner, as far as the wizard can use it. */
export type CallingData = {
  phoneNumber: string;
  name: string | null;
  email: string | null;
  location: string | null;
  practiceType: string | null;
  isContacted: boolean;
  lastContactedDate: Date | null;
  updatedAt: Date;
  /** Which source told each field last, and when; null where that was not written down. */
  toldFields: unknown;
};

/** The columns of it. */
export const callingFields = {
  phoneNumber: true,
  name: true,
  email: true,
  location: true,
  practiceType: true,
  isContacted: true,
  lastContactedDate: true,
  updatedAt: true,
  toldFields: true,
} as const;

/** Where a field comes from that nobody has confirmed: a call, or the calling system's list; with the day of it. A guess may well be wrong. */
export type Origin = { source: Source; at: string; isGuess: boolean };

/** A value we know without having asked, for a field that is empty otherwise. */
const known = (value: string | null): string | null => value?.normalize("NFC").trim() || null;

/** A full name as first and last: split at the first space, which is right for many and only a guess for all. */
export function splitName(name: string | null): { firstName: string | null; lastName: string | null } {
  const [first = null, ...rest] = known(name)?.split(/\s+/u) ?? [];
  return { firstName: first, lastName: rest.join(" ") || null };
}

/** Step 1 as the calling system would fill it. */
export const prefillBasicInfo = (data: CallingData) => ({
  ...splitName(data.name),
  email: known(data.email),
  location: known(data.location),
});

/** What kind of practice the calling system noted. */
export const prefillPracticeType = (data: CallingData): string | null => known(data.practiceType);

/** Fields of step 1 that are made of one: a name split in two may well be wrong. */
export const guessedFields: readonly string[] = ["firstName", "lastName"];

// Both halves of a name come from the one that was told.
const columnOf = (field: string) => (guessedFields.includes(field) ? "name" : field);

/** Says of each field that has a value where it comes from. */
export function originsOf<Name extends string>(
  data: CallingData,
  fields: Record<Name, string | null>,
  guesses: readonly string[] = [],
): Partial<Record<Name, Origin>> {
  const told = Told.parse(data.toldFields ?? {});
  const isFromCall = data.isContacted && data.lastContactedDate !== null;
  const source: Source = isFromCall ? "call" : "calling_list";
  const ofAll = { source, at: data.lastContactedDate ?? data.updatedAt };
  const originOf = (name: string): Origin => {
    const { source, at } = told[columnOf(name)] ?? ofAll;
    return { source, at: at.toISOString(), isGuess: guesses.includes(name) };
  };
  const named = Object.entries<string | null>(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(named.map(([name]) => [name, originOf(name)])) as Partial<Record<Name, Origin>>;
}
