import { type Tx, transaction } from "../db";
import { type Choice, choices, type PreferencesView } from "./schema";

/** What a person was found to want; nothing said is everything wanted, and version 0. */
export type Kept = { unwanted: readonly string[]; version: number };

/** The choice as the database keeps it. */
export const keyOf = ({ topic, channel }: { topic: string; channel: string }) => `${topic}.${channel}` as Choice;

/** Every choice that there is, as this person has made it. */
export const toPreferencesView = ({ unwanted, version }: Kept): PreferencesView => ({
  choices: choices.map(choice => ({ ...choice, isWanted: !unwanted.includes(keyOf(choice)) })),
  version,
});

/** What a person has said, as it is kept. */
export async function readKept(tx: Tx, userId: number): Promise<Kept> {
  const found = await tx.preference.findUnique({ where: { userId }, select: { unwanted: true, version: true } });
  return found ?? { unwanted: [], version: 0 };
}

/** What a person wants to be told, and by which ways. */
export const getPreferences = (userId: number): Promise<PreferencesView> =>
  transaction("system", async tx => toPreferencesView(await readKept(tx, userId)));
