import { audit } from "../audit";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { isOwnedBy, type Kind } from "../flow/subject";
import { withoutPatience } from "../patience";
import { spend } from "../rate-limit";
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

/** A person as their rights are used. Throws `not_found`. */
export async function readPerson(tx: Tx, { id, subjectsOf }: Pick<Asked, "id" | "subjectsOf">): Promise<Person> {
  const user = await tx.user.findUnique({ where: { id }, select: { id: true, phoneNumber: true, email: true } });
  if (!user) throw new AppError("not_found");
  const subjects = await subjectsOf(tx, id);
  const tenants = subjects.map(subject => `${subject.kind}:${subject.id}`);
  return { ...user, onboardingIds: await readOnboardings(tx, subjects), tenants };
}

// It reads every table: nobody needs it often.
const exportsPerHour = 30;

async function spendExport(tx: Tx, actorId: number): Promise<void> {
  const limit = Math.ceil(exportsPerHour * env.rateLimitScale);
  const spent = await spend(tx, [{ key: `rights:export:${actorId}`, limit, windowSeconds: 3600 }]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

/** What is exported: when, and every row about the person by its table. */
export type PersonalData = { exportedAt: string; tables: Record<string, unknown[]> };

/** Everything that is kept about a person and may be given out, as one document. That it was taken is in the audit trail. Throws `not_found`, and `rate_limited` beyond thirty in an hour. */
export async function exportPerson({ tables, ...asked }: Asked): Promise<PersonalData> {
  const { id, actorId, caller } = asked;
  const exportAll = async (tx: Tx) => {
    await spendExport(tx, actorId);
    const person = await readPerson(tx, asked);
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
  };
  return await withoutPatience(() => transaction("system", exportAll));
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
