import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError } from "@/lib/platform/errors";
import type { FaultSearch, ImportAct, ImportField, ImportParams, ImportState } from "../schema/import";
import { openFile } from "../service/import/file";
import { countOutcomes, ImportColumns } from "../service/import/hold-import";
import { lacksDetails } from "../service/import/lacking";
import { parsePeople, type ReadFile, type ReadRow, readPeople } from "../service/import/read-people";

/** What is kept of an import beside its rows. */
export type ImportFacts = {
  id: number;
  contractId: string;
  act: ImportAct;
  state: ImportState;
  fileName: string;
  fields: (ImportField | null)[];
  total: number;
  done: number;
  refused: number;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  plan: { id: string; name: string } | null;
};

/** What a file is like before anybody of it is taken. */
export type ImportPreview = ReadFile & {
  names: string[];
  /** Of the sound rows: about whom we know, and about new people who lack what the plan or its link cannot do without. */
  known: number;
  lacking: number;
};

const facts = {
  ...{ id: true, parentSubscriptionId: true, act: true, state: true, fileName: true, columns: true, total: true },
  ...{ done: true, refused: true, createdAt: true, startedAt: true, endedAt: true },
  plan: { select: { id: true, name: true } },
} as const;

const readFacts = (tx: Tx, { id, importId }: { id: number; importId?: number }, take: number) =>
  tx.memberImport.findMany({
    where: { id: importId, parent: { employerId: id } },
    orderBy: { id: "desc" },
    select: facts,
    take,
  });

const toFacts = ({
  parentSubscriptionId,
  columns,
  act,
  state,
  ...rest
}: Awaited<ReturnType<typeof readFacts>>[number]): ImportFacts => ({
  ...rest,
  contractId: parentSubscriptionId,
  // The database takes no others.
  act: act as ImportAct,
  state: state as ImportState,
  fields: ImportColumns.parse(columns),
});

const mostListed = 50;

/** The newest imports of an employer, at most fifty. Throws `not_found` for an employer that is not there. */
export const listImports = (employerId: number): Promise<ImportFacts[]> =>
  transaction("system", async tx => {
    const rows = await readFacts(tx, { id: employerId }, mostListed);
    if (rows.length === 0 && (await tx.employer.count({ where: { id: employerId } })) === 0)
      throw new AppError("not_found");
    return rows.map(toFacts);
  });

/** Rows that were refused, in the file's order; `cursor` is the last line seen. */
async function readFaults(tx: Tx, importId: number, { cursor, limit }: FaultSearch) {
  const where = { importId, outcome: "refused", line: { gt: Number(cursor ?? 0) } };
  const rows = await tx.memberImportRow.findMany({ where, orderBy: { line: "asc" }, take: limit + 1 });
  const items = rows.slice(0, limit).map(({ line, errors }) => ({ line, errors: errors as FieldError[] }));
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.line) : null };
}

/** An employer's import with how many rows became what, and those that were refused; null when there is none. */
export const findImport = (of: ImportParams, search: FaultSearch) =>
  transaction("system", async tx => {
    const [row] = await readFacts(tx, of, 1);
    if (!row) return null;
    const [counts, faults] = [await countOutcomes(tx, row.id), await readFaults(tx, row.id, search)];
    return { ...toFacts(row), counts, faults };
  });
export type FoundImport = NonNullable<Awaited<ReturnType<typeof findImport>>>;

/** The same; throws `not_found`. */
export async function getImport(of: ImportParams, search: FaultSearch): Promise<FoundImport> {
  const found = await findImport(of, search);
  if (!found) throw new AppError("not_found");
  return found;
}

const faultsAtOnce = 1000;

/** Every refused row of an import, read as it is written. Throws `not_found`. */
export async function readAllFaults(of: ImportParams) {
  const { id } = await getImport(of, { limit: 1 });
  async function* rows() {
    let cursor: string | undefined;
    do {
      const search = { cursor, limit: faultsAtOnce };
      const page = await transaction("system", tx => readFaults(tx, id, search));
      yield* page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
  return { id, rows: rows() };
}

/** Which of these rows are about somebody under this contract; a dependent is looked for by whose they are. */
async function findKnown(
  tx: Tx,
  contractId: string,
  region: string | null,
  rows: readonly ReadRow[],
): Promise<ReadonlySet<number>> {
  const phone = (text: string | null | undefined) =>
    text ? (parsePhone(text, region ?? undefined)?.e164 ?? null) : null;
  const email = (text: string | null | undefined) => (text ? parseEmail(text) : null);
  const asked = rows.map(({ line, person: { details, primary } }) => {
    const reach = primary ?? details;
    const own = { line, phone: phone(reach.phoneNumber), email: email(reach.emailId) };
    const name = details.name?.normalize("NFC") ?? null;
    return { ...own, name: primary ? name : null, dob: primary ? details.dob : null };
  });
  const [found] = await tx.$queryRaw<{ lines: number[] | null }[]>`
    SELECT array_agg(r.line) AS lines
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS r(line int, phone text, email text, name text, dob date)
    WHERE EXISTS (
      SELECT FROM member m WHERE m.parent_subscription_id = ${contractId} AND m.primary_member_id IS NULL AND m.erased_at IS NULL
        AND (m.phone_number = r.phone OR m.email = r.email)
        AND (r.name IS NULL OR EXISTS (
          SELECT FROM member d WHERE d.primary_member_id = m.id AND d.erased_at IS NULL AND lower(d.name) = lower(r.name) AND d.dob = r.dob)))`;
  return new Set(found?.lines);
}

type Kept = { file: string; region: string | null; requiresKyc: boolean };

/** Reads the file of an import that was not started yet as its columns say it now; null for one that was. */
export async function previewImport({ id, contractId, act, fields }: ImportFacts): Promise<ImportPreview | null> {
  const [kept] = await transaction(
    "system",
    tx => tx.$queryRaw<Kept[]>`
      SELECT i.file, p.default_region AS region, coalesce(o.requires_kyc, false) AS "requiresKyc" FROM member_import i
      JOIN parent_subscription s ON s.id = i.parent_subscription_id LEFT JOIN partner_account p ON p.id = s.partner_account_id
      LEFT JOIN plan_subscription o ON o.id = i.plan_subscription_id
      WHERE i.id = ${id} AND i.state = 'preview'`,
  );
  if (!kept) return null;
  const { file, region, requiresKyc } = kept;
  const table = parsePeople(openFile(id, file));
  const columns = table.header.map((name, at) => ({ name, field: fields[at] ?? null }));
  const read = await readPeople(table, columns, region);
  const sound = read.rows.filter(({ errors }) => errors.length === 0);
  const known = await transaction("system", tx => findKnown(tx, contractId, region, sound));
  const wanted = { act, region, requiresKyc };
  const lacking = sound.filter(({ line, person }) => !known.has(line) && lacksDetails(person.details, wanted)).length;
  return { ...read, names: table.header, known: known.size, lacking };
}
