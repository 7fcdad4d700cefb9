import { randomToken, sha256 } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { spend } from "@/lib/platform/rate-limit";
import { invitedMail, invitedSms } from "../../messages";
import { inviteLimits, type Otherwise } from "../../schema/invite";
import { inEmployersLanguage } from "../in-employers-language";
import { missingDetails } from "./missing-details";
import { otherwiseColumns } from "./otherwise";
import { listReach, type Reach } from "./reach";
import { keyOfLink } from "./withdraw-link";

/** What was sent by which ways, until when it holds, and what becomes of who does nothing, and when. */
export type SentInvite = {
  id: number;
  planId: string;
  channels: string[];
  expiresAt: Date;
  takeUpUntil: Date;
  otherwise: Otherwise;
  otherwiseAt: Date;
};

type About = Reach & { name: string | null; plan: string; employer: string; language: string | null };
type Made = Omit<SentInvite, "planId" | "channels">;

async function readAbout(tx: Tx, memberId: number, planId: string): Promise<About> {
  const [about] = await tx.$queryRaw<About[]>`
    SELECT m.email, m.phone_number AS "phoneNumber", m.name, p.name AS plan, e.name AS employer, e.language
    FROM member m JOIN plan_subscription p ON p.id = ${planId} JOIN parent_subscription c ON c.id = p.parent_subscription_id
    JOIN employer e ON e.id = c.employer_id WHERE m.id = ${memberId}`;
  if (!about) throw new Error("an invite is about nobody or nothing");
  return about;
}

async function insert(tx: Tx, invite: { memberId: number; planId: string; token: string; ways: string[] }) {
  const { memberId, planId, token, ways } = invite;
  const [made] = await tx.$queryRaw<Made[]>`
    WITH made AS (
      INSERT INTO member_invite (member_id, plan_subscription_id, token_hash, channels, created_at, expires_at, take_up_until)
      VALUES (${memberId}, ${planId}, ${sha256(token)}, ${ways}, app_now(), app_now() + make_interval(secs => ${inviteLimits.linkSeconds}),
        app_now() + make_interval(days => ${env.autoActivationDays}))
      RETURNING id, expires_at, take_up_until
    )
    SELECT i.id, i.expires_at AS "expiresAt", i.take_up_until AS "takeUpUntil",
      ${otherwiseColumns()}
    FROM made i JOIN plan_subscription p ON p.id = ${planId} JOIN parent_subscription c ON c.id = p.parent_subscription_id
    JOIN employer e ON e.id = c.employer_id`;
  if (!made) throw new Error("an invite was not written");
  return made;
}

/** Why nobody can write to somebody: nothing is known, or a number in a country that gets no messages from us. */
export const unreachable = ({ phoneNumber }: Reach) =>
  phoneNumber === null
    ? invalidInput([{ field: "phoneNumber", code: "required", message: "memberUnreachable" }])
    : invalidInput([{ field: "phoneNumber", code: "country_not_enabled", message: "phoneCountryNotEnabled" }]);

/** Spends one of each of these budgets of a member's links. Throws `rate_limited` with the wait. */
export async function spendLinks(tx: Tx, key: string, per10Minutes: number, perDay: number): Promise<void> {
  const spent = await spend(tx, [
    { key: `members:${key}:10m`, limit: per10Minutes, windowSeconds: 600 },
    { key: `members:${key}:day`, limit: perDay, windowSeconds: 86_400 },
  ]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

/**
 * Makes a new link for a member whose row is held, and sends it by every way there is. Throws 422 `phoneNumber` where there is none, and `rate_limited`
 * for who has got too many, however they were asked for. The link stands in the messages alone.
 */
export async function sendLink(tx: Tx, memberId: number, planId: string): Promise<SentInvite> {
  const about = await readAbout(tx, memberId, planId);
  const reach = listReach(about);
  if (reach.length === 0) throw unreachable(about);
  await spendLinks(tx, `links:${memberId}`, inviteLimits.linksPer10Minutes, inviteLimits.linksPerDay);
  const isComplete = (await missingDetails(tx, { memberId, planId })).length === 0;
  const token = randomToken(32);
  const ways = reach.map(({ channel }) => channel);
  const made = await insert(tx, { memberId, planId, token, ways });
  const link = new URL(`/invite/${token}`, env.appUrl).href;
  const news = { ...about, ...made, isComplete, link };
  for (const { channel, identifier: recipient } of reach) {
    const write = () => (channel === "email" ? invitedMail(news) : { text: invitedSms(news) });
    const content = await inEmployersLanguage(about.language, write);
    const how = { link, usefulForSeconds: inviteLimits.linkSeconds, tenant: `member:${memberId}` };
    await enqueueMessage(tx, { channel, recipient, ...content, ...how, dedupeKey: keyOfLink(made.id, channel) });
  }
  return { ...made, planId, channels: ways };
}
