import "server-only";
import { chmod, mkdir, readdir } from "node:fs/promises";
import pg from "pg";
import { to } from "pg-copy-streams";
import { BackupRefused, type Manifest, type Piece, writeManifest } from "./manifest";
import { readPictures } from "./pictures";
import { writePiece } from "./piece";
import { listSequences } from "./sequences";
import { begin, copyOut, holdTables, listSchema, listTables, requireSight, type Table } from "./tables";

/**
 * Writes every row of a database, its sequences and the pictures into an empty folder, as they are at one moment, while the product goes on
 * working. The manifest comes last: what breaks off before it is no backup. No master key and no other secret of the environment is in it.
 */
export async function takeBackup(
  databaseUrl: string,
  folder: string,
  onPiece: (piece: Piece) => unknown = () => undefined,
): Promise<Manifest> {
  await makeEmpty(folder);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "gangway-backup" });
  client.on("error", () => undefined); // whoever asks next hears of it
  await client.connect();
  try {
    // One snapshot for all tables: what was committed together is in it together, or not at all.
    await begin(client, "ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await requireSight(client);
    const schema = await listSchema(client);
    const pieces: Piece[] = [];
    const keep = async (piece: Piece) => {
      pieces.push(piece);
      await onPiece(piece);
    };
    const tables = await listTables(client);
    await holdTables(client, tables);
    for (const table of tables) await keep(await writeTable(client, folder, table));
    const pictures = await listPictures(client);
    const sequences = await listSequences(client);
    const takenAt = await readMoment(client);
    // A bucket takes its time: neither old rows nor migrations wait for it.
    await client.query("COMMIT");
    const lost: string[] = [];
    await keep(await writePictures(folder, pictures, id => lost.push(id)));
    const manifest = { format: 1 as const, takenAt, schema, pieces, sequences, lostPictures: lost.length };
    await writeManifest(folder, manifest);
    return manifest;
  } finally {
    await client.end();
  }
}

async function makeEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new BackupRefused(`${folder} is not empty.`);
  await chmod(folder, 0o700);
}

/** Row-level security binds the owner too, and hides rows in silence: such tables are read as the system's role, all others with an error instead. */
async function seeAll(client: pg.Client, isWalled: boolean): Promise<void> {
  await client.query(
    isWalled
      ? "SET LOCAL row_security = on; SET LOCAL ROLE gangway_system"
      : "RESET ROLE; SET LOCAL row_security = off",
  );
}

async function writeTable(client: pg.Client, folder: string, table: Table): Promise<Piece> {
  await seeAll(client, table.isWalled);
  const file = `${table.name}.copy`;
  const total = await writePiece(folder, file, client.query(to(copyOut(table))));
  await client.query("RESET ROLE");
  return { name: table.name, file, columns: table.columns, ...total };
}

async function listPictures(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>("SELECT id FROM upload ORDER BY id");
  return rows.map(({ id }) => id);
}

async function writePictures(folder: string, ids: readonly string[], lost: (id: string) => void): Promise<Piece> {
  const file = "pictures.ndjson";
  return { name: "pictures", file, columns: [], ...(await writePiece(folder, file, readPictures(ids, lost))) };
}

async function readMoment(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ at: string }>(`SELECT to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`);
  return String(rows[0]?.at);
}
