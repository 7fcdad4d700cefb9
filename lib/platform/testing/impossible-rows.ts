import pg from "pg";
import { expect } from "vitest";
import { env } from "../env";
import { withConnection } from "./database";

/** A row as SQL would be given it, and whether there may be one like it. */
export type Row = { table: string; columns: Record<string, unknown>; isPossible: boolean };

// Tries a statement and takes it back: the code of its refusal, or that it was taken.
const tried = `
  CREATE FUNCTION tried(statement text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN
    EXECUTE statement; RAISE EXCEPTION USING ERRCODE = 'TAKEN'; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE; END $$`;
const literal = (value: unknown) => (value === null ? "NULL" : pg.escapeLiteral(String(value)));

/** Gives rows straight to the database, which must take those that may be and refuse all others by a CHECK; nothing of them stays. */
export const expectRefusals = (rows: readonly Row[]): Promise<void> =>
  withConnection(env.databaseUrl, async client => {
    const statements = rows.map(({ table, columns }) => {
      const values = Object.values(columns).map(literal);
      return `INSERT INTO ${table} (${Object.keys(columns).join(", ")}) VALUES (${values.join(", ")})`;
    });
    await client.query(tried);
    await client.query("SET ROLE gangway_system");
    const sql = "SELECT tried(one) AS code FROM unnest($1::text[]) WITH ORDINALITY AS s (one, at) ORDER BY at";
    const { rows: told } = await client.query<{ code: string }>(sql, [statements]);
    for (const [at, row] of rows.entries()) {
      const code = told[at]?.code;
      // A CHECK, or a word that its enum does not know.
      if (row.isPossible) expect([code, row.columns]).toEqual(["TAKEN", row.columns]);
      else expect([code === "23514" || code === "22P02", code, row.columns]).toEqual([true, code, row.columns]);
    }
    const possible = rows.filter(row => row.isPossible).length;
    expect(Math.min(possible, rows.length - possible), "both kinds were tried").toBeGreaterThan(50);
  });
