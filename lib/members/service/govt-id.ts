import { encrypt } from "@/lib/platform/crypto";
import type { SecretPlace } from "@/lib/platform/secrets/place";
import { plainGovtId } from "../schema/govt-id";
import type { GovtIdName } from "../schema/member";

/** Where the government ids of members are kept. */
export const governmentIds: SecretPlace = {
  table: "member",
  column: "govt_id",
  count: (tx, prefix) => tx.$queryRaw`
    SELECT count(*) FILTER (WHERE starts_with(govt_id, ${prefix}))::int AS closed,
      count(*) FILTER (WHERE NOT starts_with(govt_id, ${prefix}))::int AS others FROM member`,
  listClosed: (tx, { prefix, limit }) => tx.$queryRaw`
    SELECT id::text AS row, govt_id AS blob FROM member WHERE starts_with(govt_id, ${prefix}) LIMIT ${limit}`,
  listOthers: (tx, { prefix, after, limit }) => tx.$queryRaw`
    SELECT id::text AS row, govt_id AS blob FROM member
    WHERE NOT starts_with(govt_id, ${prefix}) AND id > coalesce(${after}::int, 0) ORDER BY id LIMIT ${limit}`,
  swap: (tx, old, fresh) => tx.$executeRaw`
    UPDATE member SET govt_id = ${fresh} WHERE id = ${old.row}::int AND govt_id = ${old.blob}`,
};

/** The columns of a government id. */
export type SealedGovtId = { govtIdName: GovtIdName; govtId: string; govtIdLastFour: string };

/** Closes a government id for this member's row and no other; of the number only the last four characters stay readable. */
export function sealGovtId(memberId: number, name: GovtIdName, value: string): SealedGovtId {
  const plain = plainGovtId(value);
  const context = { table: governmentIds.table, column: governmentIds.column, row: memberId };
  return { govtIdName: name, govtId: encrypt(plain, context), govtIdLastFour: plain.slice(-4) };
}
