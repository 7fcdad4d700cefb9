import { Prisma } from "../db";
import type { Period } from "./schema";

const days: Record<Period, number | null> = { "7d": 7, "30d": 30, "90d": 90, all: null };

/** The product's time; in a subquery of its own it is asked once, not for each row. */
export const nowOnce = Prisma.sql`(SELECT app_now())`;

/** Whether a time is in a period that ends now. */
export const within = (column: Prisma.Sql, period: Period): Prisma.Sql =>
  days[period] === null
    ? Prisma.sql`true`
    : Prisma.sql`${column} > ${nowOnce} - make_interval(days => ${days[period]})`;
