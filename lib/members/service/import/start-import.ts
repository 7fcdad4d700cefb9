import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import { sendJob } from "@/lib/platform/jobs/queue";
import { type ImportMapping, type ImportParams, missingFields } from "../../schema/import";
import { holdContract, refuseClosed } from "../hold-contract";
import { type By, noteAct } from "../note-act";
import { countOutcomes, holdImport } from "./hold-import";

/** The queue that takes employers' files. */
export const memberImportJob = "members.import";

/** Sends the job that takes an import's rows; tenants take turns, so each contract is one. */
export const nudgeImport = (tx: Tx, importId: number, contractId: string): Promise<void> =>
  sendJob(tx, memberImportJob, { importId }, { key: `${importId}`, tenant: `contract:${contractId}` });

const alreadyRuns = () => new AppError("illegal_transition", { message: "importRunning" });

/** Of an index that two who start at once meet the second is told the same as who came later. */
function toRefusal(thrown: unknown): unknown {
  return thrown instanceof Error &&
    !(thrown instanceof AppError) &&
    /member_import_running/.test(JSON.stringify(thrown))
    ? alreadyRuns()
    : thrown;
}

const missing = (fields: readonly string[]): FieldError => ({
  field: "fields",
  code: "required",
  message: `importNeeds.${fields[0]}`,
});

/**
 * Starts an import with the columns that were looked at. Throws `not_found`, `version_conflict` where the columns are others by now,
 * `illegal_transition` where it was started before, another one of the contract is under way or the contract has ended, and 422 with every field that no
 * column fills and must.
 */
export async function startImport(by: By, of: ImportParams, { fields: seen }: ImportMapping): Promise<void> {
  const { importId: id } = of;
  const going = transaction("system", async tx => {
    const { parentSubscriptionId, act, state, fields } = await holdImport(tx, of);
    if (state !== "preview") throw new AppError("illegal_transition", { message: "importStarted" });
    if (JSON.stringify(seen) !== JSON.stringify(fields)) throw new AppError("version_conflict");
    const errors = missingFields(act, fields).map(missing);
    if (errors.length > 0) throw invalidInput(errors);
    refuseClosed(await holdContract(tx, parentSubscriptionId));
    const others = await tx.memberImport.count({
      where: { parentSubscriptionId, state: { in: ["pending", "running"] } },
    });
    if (others > 0) throw alreadyRuns();
    await tx.$executeRaw`
      UPDATE member_import SET state = 'pending', started_at = app_now(), started_by = ${by.actor.id} WHERE id = ${id}`;
    await nudgeImport(tx, id, parentSubscriptionId);
    await noteAct(tx, by, { action: "member.import_started", subject: { kind: "member_import", id } });
  });
  await going.catch((thrown: unknown) => {
    throw toRefusal(thrown);
  });
}

/**
 * Ends an import after the row in hand, and forgets its file; what was done stays. One that was not started is thrown away. Throws `not_found`, and
 * `illegal_transition` for one that has ended.
 */
export async function abortImport(by: By, of: ImportParams): Promise<void> {
  const { importId: id } = of;
  await transaction("system", async tx => {
    const { state } = await holdImport(tx, of);
    if (state === "done" || state === "aborted") throw new AppError("illegal_transition", { message: "importEnded" });
    await tx.$executeRaw`
      UPDATE member_import SET state = 'aborted', file = NULL, ended_at = app_now() WHERE id = ${id}`;
    const detail = await countOutcomes(tx, id);
    await noteAct(tx, by, { action: "member.import_aborted", subject: { kind: "member_import", id }, detail });
  });
}

// Each contract has one at most: whatever some of them come to, the others have their turn.
const mostOpen = 1000;

/** Sends again the imports that are under way; how many. */
export async function nudgeImports(tx: Tx): Promise<number> {
  const open = await tx.memberImport.findMany({
    where: { state: { in: ["pending", "running"] } },
    orderBy: { id: "asc" },
    take: mostOpen,
    select: { id: true, parentSubscriptionId: true },
  });
  for (const { id, parentSubscriptionId } of open) await nudgeImport(tx, id, parentSubscriptionId);
  return open.length;
}

/** Files that nobody started go after a day, imports with what became of their rows after ninety. */
export const purgeImports = (tx: Tx): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM member_import WHERE (state = 'preview' AND created_at < app_now() - interval '1 day')
      OR ended_at < app_now() - interval '90 days'`;
