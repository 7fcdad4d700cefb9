import { decrypt } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import type { FieldError } from "@/lib/platform/errors";
import { plainGovtId } from "../../schema/govt-id";
import type { InvitedDetails } from "../../schema/invite";
import type { GovtIdName, Nominee } from "../../schema/member";
import { governmentIds } from "../govt-id";

type Plain = "name" | "dob" | "gender" | "addrLine" | "city" | "state" | "pincode";
type Known = Record<Plain, string | null> & {
  nominee: Nominee | null;
  govtIdName: GovtIdName | null;
  govtId: string | null;
  told: string[];
};

// As they are called on the wire.
const plain: Record<Plain, string> = {
  ...{ name: "name", dob: "dob", gender: "gender", city: "city", state: "state", pincode: "pincode" },
  addrLine: "addr_line",
};
const parts = ["name", "relation", "age"] as const;

async function readKnown(tx: Tx, memberId: number): Promise<Known> {
  const [known] = await tx.$queryRaw<Known[]>`
    SELECT m.name, to_char(m.dob, 'YYYY-MM-DD') AS dob, m.gender, m.addr_line AS "addrLine", m.city, m.addr_state AS state, m.pincode, m.nominee,
      m.govt_id_name AS "govtIdName", m.govt_id AS "govtId", i.told
    FROM member m JOIN member_invite i ON i.member_id = m.id AND i.ended_at IS NULL WHERE m.id = ${memberId}`;
  if (!known) throw new Error("an invite that is held is not there");
  return known;
}

/** What is left of told details: what is new, by which names it is told, and what may not be told. */
type Left = { details: InvitedDetails; told: string[]; faults: FieldError[] };

const knownAlready = (field: string, message = "detailKnown"): FieldError => ({ field, code: "known", message });

function isSamePaper(memberId: number, { govtIdName, govtId }: Known, told: InvitedDetails): boolean {
  if (govtId === null || govtIdName !== told.govtIdName) return false;
  const { table, column } = governmentIds;
  return decrypt(govtId, { table, column, row: memberId }) === plainGovtId(told.govtIdValue ?? "");
}

function keepPaper(memberId: number, known: Known, { govtIdName, govtIdValue }: InvitedDetails, left: Left): void {
  if (govtIdValue === undefined || isSamePaper(memberId, known, { govtIdName, govtIdValue })) return;
  if (known.govtId !== null && !known.told.includes("govt_id_value"))
    left.faults.push(knownAlready("govtIdValue", "govtIdKnown"));
  Object.assign(left.details, { govtIdName, govtIdValue });
  left.told.push("govt_id_name", "govt_id_value");
}

function keepNominee(known: Known, { nomineeDetails }: InvitedDetails, left: Left): void {
  const had = known.nominee ?? {};
  const changed = parts.filter(part => nomineeDetails?.[part] !== undefined && nomineeDetails[part] !== had[part]);
  if (changed.length === 0) return;
  for (const part of changed) {
    const name = `nominee_details.${part}`;
    if (had[part] !== undefined && !known.told.includes(name)) left.faults.push(knownAlready(`nomineeDetails.${part}`));
    left.told.push(name);
  }
  left.details.nomineeDetails = { ...had, ...nomineeDetails };
}

/**
 * What of told details somebody who has nothing but a link may write, the member being held: what is missing, and what came through this very link. The
 * same once more is no change, and anything else that is known is a fault.
 */
export async function keepMissing(tx: Tx, memberId: number, told: InvitedDetails): Promise<Left> {
  const known = await readKnown(tx, memberId);
  const left: Left = { details: {}, told: [], faults: [] };
  for (const field of Object.keys(plain) as Plain[]) {
    const value = told[field]?.normalize("NFC");
    if (value === undefined || value === known[field]?.normalize("NFC")) continue;
    if (known[field] !== null && !known.told.includes(plain[field])) left.faults.push(knownAlready(field));
    Object.assign(left.details, { [field]: value });
    left.told.push(plain[field]);
  }
  keepNominee(known, told, left);
  keepPaper(memberId, known, told, left);
  return left;
}
