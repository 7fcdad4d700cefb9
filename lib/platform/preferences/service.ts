import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { withdrawReminders } from "../reminders/withdraw";
import { keyOf, readKept, toPreferencesView } from "./queries";
import type { Choice, Preferences, PreferencesView } from "./schema";
import { holdChoices } from "./wants";

type Change = { wanted: readonly Choice[]; unwanted: readonly Choice[] };

/** Writes what a person does not want any more and wants again; false where that is how it was. */
async function write(tx: Tx, userId: number, { wanted, unwanted }: Change): Promise<boolean> {
  const changed = await tx.$executeRaw`
    INSERT INTO preference AS p (user_id, unwanted, changed_at)
    SELECT ${userId}, ${[...unwanted]}::text[], app_now() WHERE cardinality(${[...unwanted]}::text[]) > 0
      OR EXISTS (SELECT FROM preference k WHERE k.user_id = ${userId})
    ON CONFLICT (user_id) DO UPDATE SET version = p.version + 1, changed_at = app_now(), unwanted = ARRAY(
      SELECT u FROM unnest(p.unwanted) u WHERE u <> ALL (${[...wanted]}::text[]) UNION SELECT unnest(excluded.unwanted) ORDER BY 1)
    WHERE p.unwanted && ${[...wanted]}::text[] OR NOT p.unwanted @> excluded.unwanted`;
  return changed > 0;
}

/** Sets what a person wants to be told; what is not named stays, and what they are not to be reminded of any more is taken back. Throws `version_conflict` with both where it was changed since it was shown. */
export const setPreferences = (
  userId: number,
  { choices, version }: Preferences,
  caller: { address: string; agent: string },
): Promise<PreferencesView> =>
  transaction("system", async tx => {
    await holdChoices(tx, userId);
    const before = await readKept(tx, userId);
    if (version !== undefined && version !== before.version)
      throw new AppError("version_conflict", {
        data: { saved: toPreferencesView(before).choices, given: choices, version: before.version },
      });
    const keysWhere = (isWanted: boolean) => choices.filter(choice => choice.isWanted === isWanted).map(keyOf);
    // Named twice, the last word counts.
    const unwanted = [...new Set(keysWhere(false))].filter(
      key => choices.findLast(one => keyOf(one) === key)?.isWanted === false,
    );
    const wanted = keysWhere(true).filter(key => !unwanted.includes(key));
    const isChanged = await write(tx, userId, { wanted, unwanted });
    await withdrawReminders(tx, userId);
    const after = await readKept(tx, userId);
    const actor = { kind: "user", id: userId } as const;
    const detail = { from: before.unwanted, to: after.unwanted };
    if (isChanged) await audit(tx, { action: "people.preferences_changed", actor, subject: actor, detail, ...caller });
    return toPreferencesView(after);
  });

/**
 * A person wants no more reminders, by whichever way and of whatever onboarding, in the transaction of whoever writes it down and audits it; what has not
 * left is taken back in any case. False where they wanted none.
 */
export async function stopAllReminders(tx: Tx, userId: number): Promise<boolean> {
  await holdChoices(tx, userId);
  const isNews = await write(tx, userId, { wanted: [], unwanted: ["reminders.email", "reminders.sms"] });
  await withdrawReminders(tx, userId);
  return isNews;
}
