import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { isOwnedBy, type Kind } from "../flow/subject";
import type { Person, PersonalTable } from "./personal-table";

/** A subject of an onboarding that is this person, or theirs alone. */
export type Subject = { kind: Kind; id: number };

/** Whose data, who asks for it, and what every part of the product has to say: its tables, and which subjects are the person. */
export type Asked = {
  id: number;
  actorId: number;
  caller: { address: string; agent: string };
  tables: readonly PersonalTable[];
  subjectsOf: (tx: Tx, userId: number) => Promise<Subject[]>;
};

async function readOnboardings(tx: Tx, subjects: readonly Subject[]): Promise<number[]> {
  const found: number[] = [];
  for (const { kind, id } of subjects) {
    const rows = await tx.$queryRaw<{ id: number }[]>`SELECT id FROM onboarding WHERE ${isOwnedBy(kind, id)}`;
    found.push(...rows.map(row => row.id));
  }
  return found;
}

/** A person as their rights are used; the account is locked, so that two erasures are one after the other. Throws `not_found`. */
export async function lockPerson(tx: Tx, { id, subjectsOf }: Pick<Asked, "id" | "subjectsOf">): Promise<Person> {
  const [user] = await tx.$queryRaw<Omit<Person, "onboardingIds">[]>`
    SELECT id, phone_number AS "phoneNumber", email FROM "user" WHERE id = ${id} FOR UPDATE`;
  if (!user) throw new AppError("not_found");
  return { ...user, onboardingIds: await readOnboardings(tx, await subjectsOf(tx, id)) };
}

/** What is exported: when, and every row about the person by its table. */
export type PersonalData = { exportedAt: string; tables: Record<string, unknown[]> };

/** Everything that is kept about a person and may be given out, as one document. That it was taken is in the audit trail. Throws `not_found`. */
export async function exportPerson({ tables, ...asked }: Asked): Promise<PersonalData> {
  const { id, actorId, caller } = asked;
  return transaction("system", async tx => {
    const person = await lockPerson(tx, asked);
    const found: [string, unknown[]][] = [];
    for (const { table, rows } of tables) {
      if (typeof rows === "string") continue;
      found.push([table, (await tx.$queryRaw<{ row: unknown }[]>(rows(person))).map(({ row }) => row)]);
    }
    const counts = Object.fromEntries(found.map(([table, rows]) => [table, rows.length]));
    const fact = {
      action: "people.exported",
      actor: { kind: "user", id: actorId },
      subject: { kind: "user", id },
    } as const;
    await audit(tx, { ...fact, detail: { rows: counts }, ...caller });
    return { exportedAt: new Date().toISOString(), tables: Object.fromEntries(found) };
  });
}

/** The same as a file to keep. */
export async function downloadPerson(asked: Asked): Promise<Response> {
  const text = JSON.stringify(await exportPerson(asked), null, 2);
  return new Response(text, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="gangway-personal-data-${asked.id}.json"`,
      "Cache-Control": "private, no-store",
    },
  });
}
