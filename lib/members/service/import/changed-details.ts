import { decrypt } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { plainGovtId } from "../../schema/govt-id";
import type { MemberDetails } from "../../schema/member";
import { governmentIds } from "../govt-id";
import { toldColumns } from "../told-columns";

/** Is this the paper that is kept already? Closed twice, one number is two texts: both are opened. */
async function isSamePaper(tx: Tx, id: number, { govtIdName, govtIdValue }: MemberDetails): Promise<boolean> {
  const kept = await tx.member.findUniqueOrThrow({ where: { id }, select: { govtIdName: true, govtId: true } });
  if (!govtIdValue || kept.govtId === null) return false;
  const { table, column } = governmentIds;
  const number = decrypt(kept.govtId, { table, column, row: id });
  return kept.govtIdName === govtIdName && number === plainGovtId(govtIdValue);
}

/**
 * Those of the told details that say something else than is kept of a member, whom this holds until the end of the transaction. Throws what
 * `toldColumns` throws.
 */
export async function changedDetails(
  tx: Tx,
  id: number,
  { govtIdName, govtIdValue, ...plain }: MemberDetails,
  region?: string,
): Promise<MemberDetails> {
  const told = toldColumns(id, plain, region);
  const differs = told.map(({ column, value }) => Prisma.sql`${column} IS DISTINCT FROM ${value}`);
  const [row] = await tx.$queryRaw<{ differs: boolean[] }[]>`
    SELECT ARRAY[${Prisma.join(differs.length > 0 ? differs : [Prisma.sql`false`])}] AS differs FROM member WHERE id = ${id} FOR NO KEY UPDATE`;
  const changed = new Set(told.filter((_, at) => row?.differs[at]).map(({ field }) => field));
  const rest = Object.fromEntries(Object.entries(plain).filter(([field]) => changed.has(field)));
  const paper = { govtIdName, govtIdValue };
  return govtIdName && !(await isSamePaper(tx, id, paper)) ? { ...rest, ...paper } : rest;
}
