import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { isAdmin } from "@/lib/platform/auth/policy";
import type { SessionUser } from "@/lib/platform/auth/session";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import type { MemberSearch } from "../schema/search";
import { type Details, type MemberItem, type MemberPage, toDetails } from "../view/member";

/** Which member of staff looks. */
export type Viewer = Pick<SessionUser, "roles">;

/** A member as the list reads them. */
export type MemberRow = Omit<MemberItem, "createdAt" | "updatedAt" | keyof Details> &
  Details & { createdAt: Date; updatedAt: Date };

const likePrefix = (text: string) => `${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
const fewestDigits = 4;

/** The last digits of a number, as they are typed; null for what is no part of one. */
function readDigits(text: string): string | null {
  const digits = text.replace(/\D/g, "");
  return /^[\d\s()+./-]+$/.test(text) && digits.length >= fewestDigits ? digits : null;
}

const readNumber = (text: string) =>
  parsePhone(text) ?? parsePhone(`+${text}`) ?? parsePhone(text, env.otpCountries[0]);

/**
 * What a search means. What a partner calls somebody is looked for whole. An operator finds by whole numbers and addresses only: piece by piece
 * the search would spell out what is masked.
 */
function toCondition(q: string, viewer: Viewer): Prisma.Sql {
  const email = parseEmail(q);
  if (email) return Prisma.sql`m.email = ${email}`;
  const phone = readNumber(q);
  const digits = readDigits(q);
  const either = [Prisma.sql`m.partner_user_id = ${q}`];
  if (phone) either.push(Prisma.sql`m.phone_number = ${phone.e164}`);
  if (isAdmin(viewer)) {
    if (digits) either.push(Prisma.sql`reverse(m.phone_number) LIKE ${`${[...digits].reverse().join("")}%`}`);
    else either.push(Prisma.sql`lower(m.name) LIKE ${likePrefix(q)}`);
  }
  return Prisma.sql`(${Prisma.join(either, " OR ")})`;
}

function toConditions({ q, state, employer, plan, cursor }: MemberSearch, viewer: Viewer): Prisma.Sql {
  const all = [Prisma.sql`true`];
  if (q) all.push(toCondition(q, viewer));
  if (state) all.push(Prisma.sql`m.state = ${state}::"MemberState"`);
  if (employer)
    all.push(
      Prisma.sql`m.parent_subscription_id IN (SELECT id FROM parent_subscription WHERE employer_id = ${Number(employer)})`,
    );
  if (plan)
    all.push(
      Prisma.sql`m.id IN (SELECT member_id FROM member_subscription WHERE plan_subscription_id = ${plan} AND ended_at IS NULL)`,
    );
  if (cursor) all.push(Prisma.sql`m.id < ${Number(cursor)}`);
  return Prisma.join(all, " AND ");
}

const selectRows = (where: Prisma.Sql, take: number) => Prisma.sql`
  SELECT m.id, m.name, m.phone_number AS "phoneNumber", m.email, m.relation, m.state::text AS state,
    json_build_object('id', e.id, 'name', e.name) AS employer, m.parent_subscription_id AS "parentSubscriptionId",
    m.created_at AS "createdAt", m.updated_at AS "updatedAt",
    (SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) ORDER BY ms.started_at, ms.id), '[]')
     FROM member_subscription ms JOIN plan_subscription p ON p.id = ms.plan_subscription_id
     WHERE ms.member_id = m.id AND ms.ended_at IS NULL) AS plans
  FROM (SELECT m.* FROM member m WHERE ${where} ORDER BY m.id DESC LIMIT ${take}::int) m
  JOIN parent_subscription s ON s.id = m.parent_subscription_id JOIN employer e ON e.id = s.employer_id
  ORDER BY m.id DESC`;

/** The statement that reads a page of members, newest first, and one more; what else is shown is read for those of the page only. */
export const selectMembers = (search: MemberSearch, viewer: Viewer): Prisma.Sql =>
  selectRows(toConditions(search, viewer), search.limit + 1);

/** One member as the list reads them, in a transaction; undefined when there is none. */
export const readMember = async (tx: Tx, id: number): Promise<MemberRow | undefined> =>
  (await tx.$queryRaw<MemberRow[]>(selectRows(Prisma.sql`m.id = ${id}`, 1)))[0];

/** A member of a list as this member of staff may see them. */
export const toItem = (row: MemberRow, viewer: Viewer): MemberItem => ({
  ...row,
  ...toDetails(row, !isAdmin(viewer)),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** Members, newest first, as this member of staff may see them. */
export async function listMembers(viewer: Viewer, search: MemberSearch): Promise<MemberPage> {
  const rows = await transaction("system", tx => tx.$queryRaw<MemberRow[]>(selectMembers(search, viewer)));
  const items = rows.slice(0, search.limit).map(row => toItem(row, viewer));
  return { items, nextCursor: rows.length > search.limit ? String(items.at(-1)?.id) : null };
}

/** Employers and the plans of one of them, for the choices of the list. */
export const listFilters = (employer: string | undefined) =>
  transaction("system", async tx => ({
    employers: await tx.$queryRaw<{ id: number; name: string }[]>`
      SELECT id, name FROM employer ORDER BY lower(name), id LIMIT 500`,
    plans: await tx.$queryRaw<{ id: string; name: string }[]>`
      SELECT p.id, p.name FROM plan_subscription p JOIN parent_subscription s ON s.id = p.parent_subscription_id
      WHERE s.employer_id = ${Number(employer ?? 0)} ORDER BY lower(p.name), p.id LIMIT 500`,
  }));
