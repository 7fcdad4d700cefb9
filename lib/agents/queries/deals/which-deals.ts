import { Prisma } from "@/lib/platform/db";
import type { DealFilter, DealKind } from "../../schema/deals";
import { toldChanges } from "../told-changes";
import { sources } from "./sources";

/** A text that must occur somewhere, as a pattern in which nothing but the ends is open. */
const toPattern = (word: string) => `%${word.replace(/[\\%_]/g, "\\$&")}%`;

/** Each word must occur, in any order. */
const patternsOf = (q: string | undefined) => q?.toLowerCase().split(/\s+/).filter(Boolean).map(toPattern) ?? null;

const inPeople = (userId: number, patterns: string[] | null) => Prisma.sql`
  OR d.id IN (SELECT p.transaction_id FROM participant p
    WHERE p.user_id = ${userId} AND lower(concat_ws(' ', p.first_name, p.last_name, p.business_entity)) LIKE ALL (${patterns}::text[]))`;

/**
 * Which rows `d` of a kind of deal a filter means. What is not asked stands in it as null, so that there is one statement for all filters: each
 * text is planned once per connection.
 */
export function whichDeals(userId: number, kind: DealKind, filter: DealFilter): Prisma.Sql {
  const { group, state, from, to } = filter;
  const patterns = patternsOf(filter.q);
  const { day, step } = sources[kind];
  return Prisma.sql`d.user_id = ${userId}
    AND (${group ?? null}::text IS NULL OR d.lifecycle_group = upper(${group ?? null}))
    AND (${state ?? null}::text IS NULL OR d.state = ${state ?? null})
    AND (${from ?? null}::date IS NULL OR ${day} >= ${from ?? null}::date)
    AND (${to ?? null}::date IS NULL OR ${day} <= ${to ?? null}::date)
    AND (${patterns === null} OR lower(concat_ws(' ', d.address_one_line, d.city, d.code, d.mls_number)) LIKE ALL (${patterns}::text[])
      ${kind === "transaction" ? inPeople(userId, patterns) : Prisma.empty})
    AND (${filter.changed === undefined} OR d.id IN (
      ${toldChanges(userId, undefined)}
      SELECT c.record_id FROM change c WHERE c.step = ${step} AND c.kind <> 'gone'))`;
}
