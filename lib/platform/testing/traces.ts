import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { withConnection } from "./database";

/** What the product wrote down, by place: `web.log`, or a table's name (`pgboss.job`), with its lines or rows as text. */
export type Traces = Map<string, string[]>;

/** Every line of the logs that the running processes keep in DATA_DIR. */
export function readLogs(): Traces {
  const folder = path.join(String(process.env.DATA_DIR), "logs");
  const read = (file: string) => readFileSync(path.join(folder, file), "utf8").split("\n").filter(Boolean);
  return new Map(readdirSync(folder).map(file => [file, read(file)]));
}

type Table = { schema: string; name: string; isGuarded: boolean };

const everyTable = `
  SELECT n.nspname AS schema, c.relname AS name, c.relrowsecurity AS "isGuarded"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
  ORDER BY 1, 2`;

/** Asks one question of every table of this run's database, the queue's included; answers its column `row` by table. */
function askTables(question: (table: string) => string): Promise<Traces> {
  return withConnection(String(process.env.DATABASE_URL), async client => {
    const { rows: tables } = await client.query<Table>(everyTable);
    const answers: Traces = new Map();
    for (const { schema, name, isGuarded } of tables) {
      // Row-level security holds for the owner too; the system's role sees all.
      await client.query(isGuarded ? "SET ROLE gangway_system" : "RESET ROLE");
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      const { rows } = await client.query<{ row: string }>(question(table));
      const place = schema === "public" ? name : `${schema}.${name}`;
      answers.set(
        place,
        rows.map(({ row }) => row),
      );
    }
    return answers;
  });
}

/** Every row of every table as text. */
export const dumpTables = (): Promise<Traces> => askTables(table => `SELECT t::text AS row FROM ${table} t`);

/** The columns that hold something encrypted, as `table.column`. */
export async function listSealedColumns(): Promise<string[]> {
  const found = await askTables(
    table => `
      SELECT DISTINCT f.key AS row FROM ${table} t, jsonb_each_text(to_jsonb(t)) AS f
      WHERE f.value ~ 'g1\\.[a-z0-9]+\\.[A-Za-z0-9_-]{16}\\.'`,
  );
  return [...found].flatMap(([table, columns]) => columns.map(column => `${table}.${column}`));
}

/** What has been added since. */
export function since(before: Traces, after: Traces): Traces {
  return new Map(
    [...after].map(([place, lines]) => {
      const known = new Set(before.get(place));
      return [place, lines.filter(line => !known.has(line))];
    }),
  );
}

// A secret in base64 begins at one of three places in its group; what the letters beside it share with their neighbours is left off.
/** The forms of a text in base64, wherever in a longer text it stands. */
export const inBase64 = (secret: string): string[] =>
  [0, 1, 2].map(shift => {
    const text = Buffer.from(" ".repeat(shift) + secret).toString("base64");
    const whole = Math.floor((8 * (shift + secret.length)) / 6);
    return text.slice(Math.ceil((8 * shift) / 6), whole);
  });

/** A pattern of a code as it is, in base64, hex, URL and full-width form, or hashed without a key; longer numbers that contain it do not count. */
export function formsOf(code: string): RegExp {
  const escaped = [...code].map(digit => `%${digit.charCodeAt(0).toString(16)}`).join("");
  const wide = [...code].map(digit => String.fromCodePoint(0xff10 + Number(digit))).join("");
  const hashes = ["md5", "sha1", "sha256"].flatMap(name =>
    (["hex", "base64", "base64url"] as const).map(form => createHash(name).update(code).digest(form)),
  );
  const forms = [...inBase64(code), Buffer.from(code).toString("hex"), escaped, wide, ...hashes];
  const literal = forms.map(form => form.replace(/[+/=?.]/g, "\\$&"));
  return new RegExp(`(?<!\\d)${code}(?!\\d)|${literal.join("|")}`, "i");
}

// Of a time of day the fraction has six digits, as a code has.
const isTime = /\d\d:\d\d:\d\d(\.\d+)?/g;

/** Places where a pattern is found, each with the text around it. */
export function findTraces(traces: Traces, wanted: RegExp): string[] {
  return [...traces].flatMap(([place, lines]) =>
    lines.flatMap(line => {
      const plain = line.replace(isTime, "");
      const at = plain.search(wanted);
      return at < 0 ? [] : [`${place}: …${plain.slice(Math.max(0, at - 60), at + 60)}…`];
    }),
  );
}

/** A job as the queue keeps it. */
export type KeptJob = { name: string; data: unknown; key: string | null; tenant: string | null };

/** Every job of this run's database that the queue still has, ended ones too. */
export const listKeptJobs = (): Promise<KeptJob[]> =>
  withConnection(String(process.env.DATABASE_URL), async client => {
    const { rows } = await client.query<KeptJob>(
      "SELECT name, data, singleton_key AS key, group_id AS tenant FROM pgboss.job",
    );
    return rows;
  });
