import { encrypt } from "@/lib/platform/crypto";
import { Prisma } from "@/lib/platform/db";
import { secretColumn } from "@/lib/platform/secrets/column";
import { plainGovtId } from "../schema/govt-id";
import type { GovtIdName } from "../schema/member";

/** Where the government ids of members are kept. */
export const governmentIds = secretColumn({ table: Prisma.sql`member`, column: Prisma.sql`govt_id` });

/** The columns of a government id. */
export type SealedGovtId = { govtIdName: GovtIdName; govtId: string; govtIdLastFour: string };

/** Closes a government id for this member's row and no other; of the number only the last four characters stay readable. */
export function sealGovtId(memberId: number, name: GovtIdName, value: string): SealedGovtId {
  const plain = plainGovtId(value);
  const context = { table: governmentIds.table, column: governmentIds.column, row: memberId };
  return { govtIdName: name, govtId: encrypt(plain, context), govtIdLastFour: plain.slice(-4) };
}
