import { getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/max";
import type { OtpPurpose } from "@/prisma/generated/client";
import { transaction } from "../db";
import { env } from "../env";
import { hashBrowser } from "./browser-hash";
import { type Identifier, maskIdentifier, spellIdentifier } from "./identifier";
import { codeLimits } from "./limits";
import { findResendWait } from "./resend";
import { Audience, type ChallengeView } from "./schema";
import type { SessionUser } from "./session";

// Ids of challenges come from addresses that anybody may write.
const challengeShape = /^[A-Za-z0-9_-]{1,64}$/;

type OwnChallenge = Identifier & { purpose: OtpPurpose; storeId: number | null; audience: Audience | null };

/** What a challenge of this browser is about; null when it was used, never was, belongs to another browser, or is good for one thing only. */
export async function findOwnChallenge(id: string, browser: string): Promise<OwnChallenge | null> {
  if (!challengeShape.test(id)) return null;
  const row = await transaction("system", tx =>
    tx.otpChallenge.findFirst({
      where: { id, browserHash: hashBrowser(browser), usedAt: null, subject: null },
      select: { purpose: true, channel: true, identifier: true, storeId: true, audience: true },
    }),
  );
  return row && { ...row, audience: Audience.nullable().catch(null).parse(row.audience) };
}

/** A challenge for its own page: spelled out, because this browser typed it. */
export type OwnChallengeView = ChallengeView & { channel: Identifier["channel"]; spelled: string; triesLeft: number };

type Row = Identifier & { id: string; sends: number; expiresIn: number; resendIn: number; attempts: number };

/** A challenge of this browser with what is left of it, also when it is over (`expiresIn` 0); null when used, foreign, unknown, or sent to where this browser did not say. */
export async function findChallengeView(id: string, browser: string | null): Promise<OwnChallengeView | null> {
  if (!browser || !challengeShape.test(id)) return null;
  const row = await transaction("system", async tx => {
    const [found] = await tx.$queryRaw<Row[]>`
      SELECT id, channel, identifier, sends, attempts,
        greatest(0, ceil(extract(epoch FROM expires_at - app_now())))::int AS "expiresIn",
        greatest(0, ceil(extract(epoch FROM resend_at - app_now())))::int AS "resendIn"
      FROM otp_challenge
      WHERE id = ${id} AND browser_hash = ${hashBrowser(browser)} AND used_at IS NULL AND subject IS NULL
        AND expires_at > app_now() - interval '1 day'`;
    return found && { ...found, resendIn: await findResendWait(tx, found) };
  });
  if (!row) return null;
  const { channel, expiresIn, resendIn, attempts } = row;
  const triesLeft = codeLimits.triesPerCode - attempts;
  return {
    challengeId: id,
    channel,
    expiresIn,
    resendIn,
    triesLeft,
    to: maskIdentifier(row),
    spelled: spellIdentifier(row),
  };
}

/** Where people may write to when something does not work: the sender of our mails, unless it takes none. */
export function supportAddress(): string | null {
  const address = /<([^<>]+)>$/.exec(env.mailFrom)?.[1] ?? env.mailFrom;
  return /^(no-?reply|do-?not-?reply)@/i.test(address) ? null : address;
}

/** The practitioner that a signed-in person is; null for anybody else. */
export async function findPractitionerId({ id, roles }: Pick<SessionUser, "id" | "roles">): Promise<number | null> {
  if (!roles.some(held => held.role === "practitioner")) return null;
  const where = { userId: id };
  const found = await transaction("system", tx => tx.practitioner.findUnique({ where, select: { id: true } }));
  return found?.id ?? null;
}

/** What the sign-in pages need to know: countries that get codes, whether codes can be read in `/dev/outbox`, where to write to. */
export function signInOptions(locale = "en"): {
  countries: { region: string; name: string; callingCode: string }[];
  hasOutbox: boolean;
  support: string | null;
} {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  const countries = env.otpCountries
    .filter(region => isSupportedCountry(region))
    .map(region => ({
      region,
      name: names.of(region) ?? region,
      callingCode: String(getCountryCallingCode(region)),
    }));
  return { countries, hasOutbox: env.appEnv !== "production", support: supportAddress() };
}
