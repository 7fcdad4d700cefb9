import { walkOn } from "../audit/verify";
import type { Tx } from "../db";
import type { Finding } from "./conditions";

type Patience = { wrongCodes: number; blocks: number; minutes: number };

// A few hundredths of a second; the whole of a large trail takes hours, and begins anew.
const entriesAtOnce = 500;

/** Is the audit trail whole, as far as it was walked? */
async function findTornTrail(tx: Tx): Promise<Finding[]> {
  const broken = await walkOn(tx, entriesAtOnce);
  return broken ? [{ subject: "audit_trail", detail: { entry: broken.id, why: broken.why } }] : [];
}

/** So many wrong codes within these minutes, whoever they were for: somebody guesses. The right one at the end of a sign-in is none of them. */
const findWrongCodes = (tx: Tx, { wrongCodes, minutes }: Patience): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    SELECT 'wrong_codes' AS subject, jsonb_build_object('codes', codes, 'minutes', ${minutes}::int) AS detail FROM (
      SELECT coalesce(sum(wrong_before + attempts - (used_at IS NOT NULL)::int), 0)::int AS codes
      FROM otp_challenge WHERE expires_at > app_now() - make_interval(mins => ${minutes}::int)) counted
    WHERE codes >= ${wrongCodes}::int`;

/** So many people, browsers or networks were sent no more codes, or had to wait, within these minutes. The newest are enough to know. */
const findBlockedSignIns = (tx: Tx, { blocks, minutes }: Patience): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    SELECT 'blocked_sign_ins' AS subject, jsonb_build_object('blocks', blocks, 'minutes', ${minutes}::int) AS detail FROM (
      SELECT count(*)::int AS blocks FROM (
        SELECT at FROM audit_entry WHERE action = 'auth.code_refused' ORDER BY id DESC LIMIT ${blocks}::int * 10) newest
      WHERE at > now() - make_interval(mins => ${minutes}::int)) counted
    WHERE blocks >= ${blocks}::int`;

/** What somebody may have done to us: the record was touched, or somebody is at the door. */
export async function findIntruders(tx: Tx, patience: Patience): Promise<Finding[]> {
  return [
    ...(await findTornTrail(tx)),
    ...(await findWrongCodes(tx, patience)),
    ...(await findBlockedSignIns(tx, patience)),
  ];
}
