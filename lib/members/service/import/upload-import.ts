import { matchColumns } from "@/lib/platform/csv/match-columns";
import { decodeCsv } from "@/lib/platform/csv/read-csv";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import type { UploadedFile } from "@/lib/platform/http/multipart";
import { withoutPatience } from "@/lib/platform/patience";
import { importFields, type NewImport } from "../../schema/import";
import { holdContract, refuseClosed } from "../hold-contract";
import { type By, noteAct } from "../note-act";
import { sealFile } from "./file";
import { parsePeople } from "./read-people";

type Upload = { employerId: number; file: Pick<UploadedFile, "bytes" | "name">; told: NewImport };

const longestName = 200;
/** A file's name as it is shown: one line, and no folder. */
const plainName = (name: string): string =>
  name
    .replace(/^.*[/\\]/s, "")
    .replaceAll(/\p{C}/gu, "")
    .trim()
    .slice(0, longestName)
    .toWellFormed() || "file.csv";

const unknownContract: FieldError = {
  field: "parentSubscriptionId",
  code: "unknown_contract",
  message: "unknownContract",
};
const unknownPlan: FieldError = { field: "planSubscriptionId", code: "unknown_plan", message: "unknownPlan" };

async function requirePlaces(tx: Tx, { employerId, told }: Upload): Promise<void> {
  const { parentSubscriptionId, planSubscriptionId: id } = told;
  const contract = await holdContract(tx, parentSubscriptionId);
  if (contract?.employerId !== employerId) {
    if ((await tx.employer.count({ where: { id: employerId } })) === 0) throw new AppError("not_found");
    throw invalidInput([unknownContract]);
  }
  if (id !== undefined) {
    const plan = await tx.planSubscription.findFirst({ where: { id, parentSubscriptionId } });
    if (!plan) throw invalidInput([unknownPlan]);
    if (plan.retiredAt) throw invalidInput([{ ...unknownPlan, code: "plan_not_active", message: "planRetired" }]);
  }
  refuseClosed(contract);
}

async function nextId(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    SELECT nextval(pg_get_serial_sequence('member_import', 'id'))::int AS id`;
  if (!row) throw new Error("a sequence gave nothing");
  return row.id;
}

/**
 * Reads an employer's file and keeps it, closed for its row, until somebody starts its import; nobody is taken yet. Returns the import's number. Throws
 * `not_found`, `invalid_input` for what is no such file or no contract or plan of the employer's, and `illegal_transition` under a contract that has ended.
 */
export async function uploadImport(by: By, upload: Upload): Promise<number> {
  const { file, told } = upload;
  const { text } = decodeCsv(file.bytes);
  const { header, rows } = parsePeople(text);
  const fields = matchColumns(header, importFields).map(({ field }) => field);
  // Of twenty megabytes it takes its time.
  const keep = async (tx: Tx) => {
    await requirePlaces(tx, upload);
    const id = await nextId(tx);
    const { act, parentSubscriptionId, planSubscriptionId = null } = told;
    await tx.$executeRaw`
      INSERT INTO member_import (id, parent_subscription_id, act, plan_subscription_id, state, file_name, file, columns, total, created_at)
      VALUES (${id}, ${parentSubscriptionId}, ${act}, ${planSubscriptionId}, 'preview', ${plainName(file.name)}, ${sealFile(id, text)},
        ${JSON.stringify(fields)}::jsonb, ${rows.length}, app_now())`;
    const detail = { parentSubscriptionId, act, planId: planSubscriptionId, rows: rows.length };
    await noteAct(tx, by, { action: "member.import_uploaded", subject: { kind: "member_import", id }, detail });
    return id;
  };
  return await withoutPatience(() => transaction("system", keep));
}
