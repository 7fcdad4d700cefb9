import { setTimeout } from "node:timers/promises";
import { audit } from "@/lib/platform/audit";
import { SecretUnreadable } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError } from "@/lib/platform/errors";
import { beginTurn } from "@/lib/platform/flow/turn";
import { scrubbed } from "@/lib/platform/jobs/scrub";
import { log } from "@/lib/platform/log";
import { raiseAlert } from "@/lib/platform/notifications/alert";
import type { ImportAct } from "../../schema/import";
import { openFile } from "./file";
import { countOutcomes, ImportColumns } from "./hold-import";
import { parsePeople, type ReadRow, readPeople } from "./read-people";
import { type Place, PlaceLost } from "./record-row";
import { memberImportJob, nudgeImport } from "./start-import";
import { recordAlone, type Taking, takePerson } from "./take-person";

type Begun = {
  file: string;
  done: number;
  total: number;
  columns: unknown;
  act: ImportAct;
  planId: string | null;
  startedBy: number;
};
type Held = Begun & { contractId: string; region: string | null };

const sliceSeconds = 20;
const pauseMs = 500;
const mostPauses = 20;

async function begin(id: number): Promise<Held | null> {
  const [held] = await transaction(
    "system",
    tx => tx.$queryRaw<Held[]>`
      UPDATE member_import i SET state = 'running'
      FROM parent_subscription s LEFT JOIN partner_account p ON p.id = s.partner_account_id
      WHERE i.id = ${id} AND i.state IN ('pending', 'running') AND s.id = i.parent_subscription_id
      RETURNING i.file, i.done, i.total, i.columns, i.act, i.plan_subscription_id AS "planId", i.started_by AS "startedBy",
        s.id AS "contractId", p.default_region AS region`,
  );
  return held ?? null;
}

async function end(tx: Tx, id: number): Promise<void> {
  const ended = await tx.$executeRaw`
    UPDATE member_import SET state = 'done', file = NULL, ended_at = app_now()
    WHERE id = ${id} AND state = 'running' AND done = total`;
  if (ended === 0) return;
  const detail = await countOutcomes(tx, id);
  const subject = { kind: "member_import", id };
  await audit(tx, { action: "member.import_done", actor: { kind: "system" }, subject, detail });
}

/** Why the file of an import cannot be taken, by any worker at any time. */
type Broken = "unreadable" | "changed";

/** Ends an import whose file nobody can take, so that the contract's next one has its turn; the admins are told. */
const giveUp = (id: number, why: Broken): Promise<void> =>
  transaction("system", async tx => {
    const ended = await tx.$executeRaw`
      UPDATE member_import SET state = 'aborted', file = NULL, ended_at = app_now() WHERE id = ${id} AND state = 'running'`;
    if (ended === 0) return;
    const detail = { why, ...(await countOutcomes(tx, id)) };
    if (why === "unreadable")
      await raiseAlert(tx, { rule: "unreadable_secret", subject: "member_import", detail: { row: id } });
    log.error({ importId: id, why }, "the file of an import cannot be taken");
    const subject = { kind: "member_import", id };
    await audit(tx, { action: "member.import_aborted", actor: { kind: "system" }, subject, detail });
  });

/** The rows of a file as its admin looked at them, or why there are none. */
async function readRows(importId: number, held: Held): Promise<readonly ReadRow[] | Broken> {
  try {
    const table = parsePeople(openFile(importId, held.file));
    const fields = ImportColumns.parse(held.columns);
    const columns = table.header.map((name, at) => ({ name, field: fields[at] ?? null }));
    if (table.rows.length !== held.total) return "changed";
    return (await readPeople(table, columns, held.region)).rows;
  } catch (thrown) {
    if (thrown instanceof SecretUnreadable) return "unreadable";
    if (thrown instanceof AppError && thrown.code === "invalid_input") return "changed";
    throw thrown;
  }
}

// A text of ours is a key; what a program wrote might be anything.
const isKey = (message: string) => /^[A-Za-z0-9_.]{1,60}$/.test(message);

/** Why somebody was refused, as it is kept: fields, codes and keys of texts. */
function faultsOf({ code, errors, message }: AppError): FieldError[] {
  if (errors.length === 0) return [{ field: "", code, message: isKey(message) ? message : code }];
  return errors.map(fault => ({ ...fault, message: isKey(fault.message) ? fault.message : "invalid" }));
}

const isTransient = (thrown: unknown) => thrown instanceof AppError && thrown.code === "unavailable";
const isBusy = (thrown: unknown) => thrown instanceof AppError && thrown.code === "activation_in_progress";

/** The refusal of a row, null where it was taken. Whoever is acted on by somebody else at this moment is waited for. */
async function refusalOf(taking: Taking, place: Place, { person, errors }: ReadRow, signal: AbortSignal) {
  if (errors.length > 0) return new AppError("invalid_input", { errors });
  for (let pauses = 0; ; pauses++)
    try {
      await takePerson(taking, place, person);
      return null;
    } catch (thrown) {
      if (!(thrown instanceof AppError) || isTransient(thrown)) throw thrown;
      if (!isBusy(thrown) || pauses === mostPauses) return thrown;
      await setTimeout(pauseMs, undefined, { signal });
    }
}

/** Takes a row: done or refused, it is recorded. What fails otherwise is tried once more, and then refused too, so that the others have their turn. */
async function takeRow(taking: Taking, place: Place, row: ReadRow, signal: AbortSignal): Promise<void> {
  const attempt = () => refusalOf(taking, place, row, signal);
  const refusal = await attempt().catch(async (thrown: unknown) => {
    if (thrown instanceof PlaceLost || isTransient(thrown) || signal.aborted) throw thrown;
    await setTimeout(pauseMs, undefined, { signal });
    return attempt().catch((again: unknown) => {
      if (again instanceof PlaceLost || isTransient(again) || signal.aborted) throw again;
      log.warn({ err: scrubbed(again), importId: place.importId, line: place.line }, "a row of an import failed");
      return new AppError("internal");
    });
  });
  if (refusal) await recordAlone(place, { errors: faultsOf(refusal) });
}

type Rows = { taking: Taking; rows: readonly ReadRow[]; from: number; signal: AbortSignal };

/** Takes the rows one after another, since a dependent follows their employee; true when others must have their turn first. */
async function takeRows({ taking, rows, from, signal }: Rows): Promise<boolean> {
  const { importId } = taking;
  const turn = beginTurn({ sliceSeconds, job: memberImportJob }, { key: `${importId}`, holdsJob: true });
  for (const [index, row] of rows.slice(from).entries()) {
    signal.throwIfAborted();
    if (await turn.isOver()) return true;
    await takeRow(taking, { importId, at: from + index, line: row.line }, row, signal);
  }
  return false;
}

/**
 * Takes the people of a file that was started, until its end, until it is aborted, until `signal` is, or until others must have their turn; then the
 * next job goes on at the next row. One whose file nobody can take is aborted.
 */
export async function runMemberImport(importId: number, signal: AbortSignal): Promise<void> {
  const held = await begin(importId);
  if (!held) return;
  const { contractId, region, act, planId, startedBy, done } = held;
  const rows = await readRows(importId, held);
  if (typeof rows === "string") return giveUp(importId, rows);
  const taking: Taking = { importId, contract: { id: contractId, region }, act, planId, startedBy };
  try {
    const mustWait = await takeRows({ taking, rows, from: done, signal });
    await transaction("system", tx => (mustWait ? nudgeImport(tx, importId, contractId) : end(tx, importId)));
  } catch (thrown) {
    if (!(thrown instanceof PlaceLost)) throw thrown;
  }
}
