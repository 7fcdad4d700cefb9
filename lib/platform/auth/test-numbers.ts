import type { Tx } from "../db";
import { env } from "../env";

/**
 * The fixed code of a number in `OTP_TEST_NUMBERS` through the day of `OTP_TEST_NUMBERS_UNTIL` (UTC); null for every other number, later, and
 * always in production. Tries, life and budgets are those of any code; no message leaves.
 */
export async function findTestCode(tx: Tx, identifier: string): Promise<string | null> {
  const code = env.appEnv === "production" ? undefined : env.otpTestNumbers.get(identifier);
  if (code === undefined || !env.otpTestNumbersUntil) return null;
  const [row] = await tx.$queryRaw<{ isOpen: boolean }[]>`
    SELECT app_now() < (${env.otpTestNumbersUntil}::date + 1)::timestamp AT TIME ZONE 'UTC' AS "isOpen"`;
  return row?.isOpen ? code : null;
}
