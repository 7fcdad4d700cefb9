import { setImmediate } from "node:timers/promises";
import { parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { type CsvColumn, slipOf, toldCells } from "@/lib/platform/csv/match-columns";
import { type CsvRow, type CsvTable, parseCsv } from "@/lib/platform/csv/read-csv";
import { AppError, type FieldError } from "@/lib/platform/errors";
import { validate } from "@/lib/platform/http/validate";
import { type ImportField, mostRows } from "../../schema/import";
import { MemberDetails, Relation } from "../../schema/member";
import { detailFaults } from "../told-columns";
import { type DayOrder, findDayOrder, readDay } from "./day";
import { readGender, readPaper, readRelation } from "./words";

/** What a row says of each field, in our words. */
export type Understood = Partial<Record<ImportField, string>>;

/** How somebody is reached, and found again. */
export type Reach = { phoneNumber?: string; emailId?: string };

/** Somebody whom a row tells of; of a dependent also whose. */
export type ToldPerson = { details: MemberDetails; relation: Relation; primary: Reach | null };

/** A row as it was understood, with all that is wrong with it. */
export type ReadRow = { line: number; understood: Understood; person: ToldPerson; errors: FieldError[] };

/** A file's rows as its columns say them, and which part of a day with strokes was taken for the day. */
export type ReadFile = { rows: ReadRow[]; dayOrder: DayOrder };

/** Columns by the field that each of them fills. */
export type Mapped = readonly CsvColumn<ImportField>[];

const rowsAtOnce = 200;

/** The table in the text of an employer's file. Throws `invalid_input` for what is none. */
export const parsePeople = (text: string): CsvTable => parseCsv(text, { mostRows, tooMany: "csvMemberRows" });

const fault = (field: string, code: string, message: string): FieldError => ({ field, code, message });

function understand(row: CsvRow, columns: Mapped, order: DayOrder): { understood: Understood; errors: FieldError[] } {
  const { dob, gender, relation, govt_id_name: paper, ...told } = toldCells(row, columns);
  const day = dob === undefined ? undefined : readDay(dob, order);
  const isAmbiguous = day === "ambiguous";
  const understood = {
    ...told,
    ...(dob === undefined ? {} : { dob: isAmbiguous ? dob : (day ?? dob) }),
    ...(gender === undefined ? {} : { gender: readGender(gender) }),
    ...(relation === undefined ? {} : { relation: readRelation(relation) }),
    ...(paper === undefined ? {} : { govt_id_name: readPaper(paper) }),
  };
  return { understood, errors: isAmbiguous ? [fault("dob", "ambiguous", "dayAmbiguous")] : [] };
}

function nomineeOf({
  nominee_name: name,
  nominee_relation: relation,
  nominee_age: age,
}: Understood): object | undefined {
  if (name === undefined && relation === undefined && age === undefined) return undefined;
  return { name, relation, age: age !== undefined && /^\d{1,3}$/.test(age) ? Number(age) : age };
}

// Beside a first name, what is called just "name" is the last one.
function nameOf({ name, first_name: first, last_name: last }: Understood): string | undefined {
  if (name !== undefined && (first === undefined || last !== undefined)) return name;
  return [first, last ?? name].filter(Boolean).join(" ") || undefined;
}

const detailsOf = (told: Understood) => ({
  name: nameOf(told),
  ...{ dob: told.dob, gender: told.gender, phoneNumber: told.phone_number, emailId: told.email_id },
  ...{ addrLine: told.addr_line, city: told.city, state: told.state, pincode: told.pincode },
  ...{ govtIdName: told.govt_id_name, govtIdValue: told.govt_id_value, nomineeDetails: nomineeOf(told) },
});

function shapeFaults(details: object): FieldError[] {
  try {
    validate(MemberDetails, details);
    return [];
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.errors;
    throw thrown;
  }
}

/** All faults of what is told, those of a shape first; of each field that has one no other is told. */
function faultsOf(details: MemberDetails, region: string | null): FieldError[] {
  const shape = shapeFaults(details);
  const others = detailFaults(details, region ?? undefined);
  return [...shape, ...others.filter(({ field }) => !shape.some(one => one.field === field))];
}

/** What is the same of two who are one, however it was written. */
function keysOf({ phoneNumber, emailId }: Reach, region: string | null): Record<keyof Reach, string | null> {
  return {
    phoneNumber: phoneNumber ? (parsePhone(phoneNumber, region ?? undefined)?.e164 ?? null) : null,
    emailId: emailId ? parseEmail(emailId) : null,
  };
}

/** Whose dependent somebody is; null for an employee, also for one in whose row they stand themselves. */
function primaryOf(told: Understood, region: string | null): Reach | null {
  const primary: Reach = { phoneNumber: told.primary_phone, emailId: told.primary_email };
  if (!primary.phoneNumber && !primary.emailId) return null;
  const [own, theirs] = [{ phoneNumber: told.phone_number, emailId: told.email_id }, primary].map(reach =>
    keysOf(reach, region),
  );
  const isOwn = (["phoneNumber", "emailId"] as const).every(
    field => theirs?.[field] === null || theirs?.[field] === own?.[field],
  );
  return isOwn && (told.relation ?? "self") === "self" ? null : primary;
}

function familyFaults(told: Understood, relation: Relation | undefined, primary: Reach | null): FieldError[] {
  if (told.relation !== undefined && relation === undefined) return [fault("relation", "invalid_value", "choose")];
  if (primary === null && (relation ?? "self") !== "self") return [fault("primaryPhone", "primary", "primaryUnknown")];
  if (primary !== null && relation === undefined) return [fault("relation", "required", "choose")];
  if (primary !== null && relation === "self") return [fault("relation", "primary", "primaryOfDependent")];
  return [];
}

function neededFaults({ name, dob, phoneNumber, emailId }: MemberDetails, isDependent: boolean): FieldError[] {
  const faults = name ? [] : [fault("name", "required", "required")];
  if (!isDependent && !phoneNumber && !emailId) faults.push(fault("phoneNumber", "required", "phoneOrEmailNeeded"));
  // Brothers of one name are told apart by it.
  if (isDependent && !dob) faults.push(fault("dob", "required", "required"));
  return faults;
}

/** Reads one row by its columns. */
function readRow(row: CsvRow, columns: Mapped, order: DayOrder, region: string | null): ReadRow {
  const { line } = row;
  const { understood, errors } = understand(row, columns, order);
  const details = detailsOf(understood) as MemberDetails;
  const { data: relation } = Relation.safeParse(understood.relation);
  const primary = primaryOf(understood, region);
  const isDependent = primary !== null || (relation ?? "self") !== "self";
  const shape = faultsOf(errors.length > 0 ? { ...details, dob: undefined } : details, region);
  const family = familyFaults(understood, relation, primary);
  const all = [...slipOf(row, columns), ...neededFaults(details, isDependent), ...errors, ...shape, ...family];
  return { line, understood, person: { details, relation: relation ?? "self", primary }, errors: all };
}

/** The names under which a person stands in a file, each with the field that holds it. */
function namesOf({ details, primary }: ToldPerson, region: string | null): [field: string, key: string][] {
  const reach = { phoneNumber: details.phoneNumber ?? undefined, emailId: details.emailId ?? undefined };
  const own = Object.entries(keysOf(reach, region)).flatMap(([field, key]): [string, string][] =>
    key === null ? [] : [[field, `${field} ${key}`]],
  );
  if (primary === null) return own;
  const { phoneNumber, emailId } = keysOf(primary, region);
  const name = (details.name ?? "").normalize("NFC").toLowerCase();
  return [["name", `${phoneNumber ?? emailId} ${name} ${details.dob}`]];
}

/** Whoever stands in a file a second time is refused there: of two rows nobody knows which one is meant. */
function refuseTwice(rows: readonly ReadRow[], region: string | null): void {
  const seen = new Set<string>();
  for (const { person, errors } of rows) {
    if (errors.length > 0) continue;
    const names = namesOf(person, region);
    errors.push(...names.filter(([, key]) => seen.has(key)).map(([field]) => fault(field, "duplicate", "twiceInFile")));
    if (errors.length === 0) for (const [, key] of names) seen.add(key);
  }
}

/** Reads all rows of a file by its columns; `region` is where numbers without a country are from. Others are served meanwhile. */
export async function readPeople(table: CsvTable, columns: Mapped, region: string | null): Promise<ReadFile> {
  const at = columns.findIndex(({ field }) => field === "dob");
  const dayOrder = findDayOrder(table.rows.map(({ cells }) => cells[at] ?? ""));
  const rows: ReadRow[] = [];
  for (const [index, row] of table.rows.entries()) {
    if (index % rowsAtOnce === rowsAtOnce - 1) await setImmediate();
    rows.push(readRow(row, columns, dayOrder, region));
  }
  refuseTwice(rows, region);
  return { rows, dayOrder };
}
