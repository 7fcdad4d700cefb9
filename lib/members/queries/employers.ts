import { now } from "@/lib/platform/clock";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { locales, toLocale } from "@/lib/platform/i18n/locales";
import type { EmployerSearch } from "../schema/employer";
import { type EmployerItem, type EmployerPage, type EmployerView, toDay } from "../view/employer";
import { readContracts } from "./contract";

type Row = Omit<EmployerItem, "language" | "createdAt" | "disabledAt"> & {
  language: string | null;
  createdAt: Date;
  disabledAt: Date | null;
};

const likePrefix = (text: string) => `${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;

// Counted for the employers of one page only.
const readEmployers = (tx: Tx, where: Prisma.Sql, limit: number) =>
  tx.$queryRaw<Row[]>`
    SELECT e.id, e.name, e.language, e.created_at AS "createdAt", e.disabled_at AS "disabledAt", bought.*, people.*
    FROM (SELECT * FROM employer e WHERE ${where} ORDER BY e.id DESC LIMIT ${limit}) e
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT s.id)::int AS contracts, count(p.id)::int AS plans
      FROM parent_subscription s LEFT JOIN plan_subscription p ON p.parent_subscription_id = s.id AND p.retired_at IS NULL
      WHERE s.employer_id = e.id AND s.cancelled_at IS NULL AND (s.ends_on IS NULL OR s.ends_on >= (app_now() AT TIME ZONE 'UTC')::date)
    ) bought
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS members, (count(*) FILTER (WHERE m.state = 'activated'))::int AS "activeMembers"
      FROM parent_subscription s JOIN member m ON m.parent_subscription_id = s.id WHERE s.employer_id = e.id AND m.erased_at IS NULL
    ) people
    ORDER BY e.id DESC`;

const toItem = ({ language, createdAt, disabledAt, ...row }: Row): EmployerItem => ({
  ...row,
  language: toLocale(language) ?? locales[0],
  createdAt: createdAt.toISOString(),
  disabledAt: disabledAt?.toISOString() ?? null,
});

/** Employers with what they have, newest first; `cursor` is the last id seen. */
export async function listEmployers({ q, cursor, limit }: EmployerSearch): Promise<EmployerPage> {
  const from = cursor === undefined ? Prisma.sql`true` : Prisma.sql`e.id < ${Number(cursor)}`;
  const named = q ? Prisma.sql`lower(e.name) LIKE ${likePrefix(q)}` : Prisma.sql`true`;
  const rows = await transaction("system", tx => readEmployers(tx, Prisma.sql`${from} AND ${named}`, limit + 1));
  const items = rows.slice(0, limit).map(toItem);
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
}

/** An employer with its contracts and their plans; null when there is none. */
export async function findEmployer(id: number): Promise<EmployerView | null> {
  const today = toDay(await now());
  return transaction("system", async tx => {
    const [row] = await readEmployers(tx, Prisma.sql`e.id = ${id}`, 1);
    if (!row) return null;
    return { ...toItem(row), contractList: await readContracts(tx, { employerId: id }, today) };
  });
}

/** The same; throws `not_found`. */
export async function getEmployer(id: number): Promise<EmployerView> {
  const employer = await findEmployer(id);
  if (!employer) throw new AppError("not_found");
  return employer;
}

/** Partners that may activate members, for a contract to choose from. */
export const listMemberPartners = (): Promise<{ id: string; name: string }[]> =>
  transaction("system", tx =>
    tx.partnerAccount.findMany({
      where: { disabledAt: null, scopes: { has: "members" } },
      orderBy: { id: "asc" },
      select: { id: true, name: true },
    }),
  );

/** Employers with their contracts that go on, for a choice. */
export const listOpenContracts = (): Promise<{ id: string; employer: string }[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<{ id: string; employer: string }[]>`
      SELECT s.id, e.name AS employer FROM parent_subscription s JOIN employer e ON e.id = s.employer_id
      WHERE s.cancelled_at IS NULL AND e.disabled_at IS NULL AND (s.ends_on IS NULL OR s.ends_on >= (app_now() AT TIME ZONE 'UTC')::date)
      ORDER BY lower(e.name), s.starts_on DESC, s.id LIMIT 500`,
  );
