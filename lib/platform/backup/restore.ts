import "server-only";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from, to } from "pg-copy-streams";
import { BackupRefused, type Manifest, type Piece, readManifest } from "./manifest";
import { writePictures } from "./pictures";
import { drain, Meter, openPiece, requireSame, requireWhole } from "./piece";
import { setSequences } from "./sequences";
import { begin, copyIn, copyOut, listSchema, listTables, type Table } from "./tables";
import { openWalls } from "./walls";

/** What a migrated database holds before anybody has used it; the rows of the backup take the place of these. */
export const filledByMigrating = ["pgboss.queue", "public.alert_rule", "public.encryption_key"];

/**
 * Puts a backup into a database that was migrated to the same state and never used; everything or nothing, and then the pictures, which may be
 * put back again at any time. Every rule of the database holds for what comes back, and what stands there is read out and compared with the backup.
 */
export async function restoreBackup(databaseUrl: string, folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await requireWhole(folder, manifest.pieces);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "gangway-restore" });
  client.on("error", () => undefined); // whoever asks next hears of it
  await client.connect();
  try {
    await begin(client, "");
    await client.query("SET LOCAL lock_timeout = '10s'");
    await restoreTables(client, folder, manifest);
    await client.query("COMMIT");
    await client.query("ANALYZE");
  } finally {
    await client.end();
  }
  await restorePictures(folder);
  return manifest;
}

/** Puts only the pictures of a backup back, and answers how many; doing it again does no harm. */
export async function restorePictures(folder: string): Promise<number> {
  const pieces = (await readManifest(folder)).pieces.filter(({ name }) => name === "pictures");
  await requireWhole(folder, pieces);
  let count = 0;
  for (const piece of pieces) count += await writePictures(openPiece(folder, piece));
  return count;
}

async function restoreTables(client: pg.Client, folder: string, manifest: Manifest): Promise<void> {
  if ((await listSchema(client)).join("\n") !== manifest.schema.join("\n"))
    throw new BackupRefused(
      "This database is in another state of the schema: migrate it with the version of the backup.",
    );
  const tables = await listTables(client);
  const closeWalls = await openWalls(client, tables);
  await requireUnused(client, tables);
  await client.query(`TRUNCATE ${tables.map(({ sql }) => sql).join(", ")}`);
  for (const table of tables) {
    const piece = manifest.pieces.find(({ name }) => name === table.name);
    if (!piece) throw new BackupRefused(`The backup holds nothing of ${table.name}.`);
    await restoreTable(client, folder, table, piece);
  }
  await closeWalls();
  // Last: where a sequence stands is not taken back with a transaction.
  await setSequences(client, manifest.sequences);
}

async function requireUnused(client: pg.Client, tables: readonly Table[]): Promise<void> {
  for (const { name, sql } of tables) {
    if (filledByMigrating.includes(name)) continue;
    const { rowCount } = await client.query(`SELECT FROM ${sql} LIMIT 1`);
    if (rowCount) throw new BackupRefused(`The database is in use: ${name} has rows. Restore into a new one.`);
  }
}

/** The table with its columns as the backup wrote them: of one that was changed on the way they stand in another order than in a new one. */
function inOrderOf(piece: Piece, table: Table): Table {
  if ([...piece.columns].sort().join() !== [...table.columns].sort().join())
    throw new BackupRefused(`${table.name} has other columns than in the backup.`);
  return { ...table, columns: piece.columns };
}

async function restoreTable(client: pg.Client, folder: string, given: Table, piece: Piece): Promise<void> {
  const table = inOrderOf(piece, given);
  if (piece.rows === 0) return;
  const read = new Meter();
  await pipeline(openPiece(folder, piece), read.through, client.query(from(copyIn(table))));
  requireSame(piece, read.total(), piece.file);
  const stands = new Meter();
  await pipeline(client.query(to(copyOut(table))), stands.through, drain);
  requireSame(piece, stands.total(), `The table ${table.name}`);
}
