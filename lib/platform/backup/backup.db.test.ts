import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { audit } from "../audit";
import { decrypt } from "../crypto";
import { transaction } from "../db";
import { env } from "../env";
import { contentContext, enqueueMessage } from "../notifications/outbox";
import { createDatabase, dropDatabase, withConnection } from "../testing/database";
import { newStore } from "../testing/importing-store";
import { ScriptProcess } from "../testing/script-process";
import { type Manifest, readManifest, writeManifest } from "./manifest";
import { restoreBackup } from "./restore";
import { takeBackup } from "./take";

const home = await mkdtemp(path.join(os.tmpdir(), "gangway-backup-"));
// Pictures of this test lie in a folder of their own.
vi.stubEnv("DATA_DIR", path.join(home, "data"));
const folder = path.join(home, "backup");
const picture = "3f".padEnd(32, "0");
const lostPicture = "4f".padEnd(32, "0");
const sizes = { small: Buffer.from("small\n"), medium: Buffer.from([0, 10, 92, 255]), large: Buffer.from("large") };
const together = ["pgboss.job", "public.audit_entry", "public.outbox_message"];
const made: string[] = [];
let manifest: Manifest;
let tick = 0;

/** A row of the trail, a message with its encrypted text, and its job, all in one transaction. */
const write = () =>
  transaction("system", async tx => {
    tick += 1;
    await audit(tx, { action: "test.backup", actor: { kind: "system" }, detail: { tick, odd: "tab\t\\N\r\né" } });
    await enqueueMessage(tx, {
      channel: "sms",
      recipient: "+352621000008",
      text: `text ${tick}`,
      dedupeKey: `backup:${tick}`,
    });
  });

async function newDatabase(): Promise<string> {
  const url = await createDatabase(inject("serverUrl"), new URL(inject("templateUrl")).pathname.slice(1));
  made.push(url);
  return url;
}
const ask = async (url: string, sql: string) =>
  (await withConnection(url, client => client.query<{ told: string }>(sql))).rows.map(({ told }) => told);
const asSystem = (url: string, sql: string) =>
  withConnection(url, async client => {
    await client.query("SET ROLE gangway_system");
    return (await client.query(sql)).rows;
  });

/** Everything that a restore opens and has to close again. */
const walls = `
  SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS told FROM pg_constraint
  UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT oid::regclass || ' ' || relrowsecurity || ' ' || relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p')
    AND relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) ORDER BY 1`;

beforeAll(async () => {
  const { pictureStore } = await import("../uploads/store");
  const { userId } = await newStore();
  await transaction("system", async tx => {
    const of = (id: string) => ({ id, userId, width: 2, height: 1, bytes: 15, createdAt: new Date(0) });
    await tx.upload.createMany({ data: [of(picture), of(lostPicture)] });
  });
  await pictureStore().write(picture, sizes);
  await write();
  // Between the tables of what was written together others write more of it: only one snapshot keeps it together.
  manifest = await takeBackup(env.databaseUrl, folder, async ({ name }) => {
    if (together.includes(name)) await write();
  });
});

afterAll(async () => {
  for (const url of made) await dropDatabase(url, inject("serverUrl"));
  await rm(home, { recursive: true });
});

test("bar 106: what was taken while others wrote comes back into a new database: every row, sequence and picture, and what was committed together", async () => {
  const target = await newDatabase();
  const before = await ask(target, walls);
  const { pictureStore } = await import("../uploads/store");
  await pictureStore().remove(picture);
  const ourScript = (name: string, ...options: string[]) =>
    new ScriptProcess(name, { DATABASE_URL: target }, options).ended;
  expect(await ourScript("restore", folder)).toMatchObject({
    status: 0,
    output: expect.stringContaining("ENCRYPTION_KEYS are those of what is stored."),
  });

  const [counts] = await asSystem(
    target,
    `SELECT (SELECT count(*)::int FROM stores) AS stores, (SELECT count(*)::int FROM audit_entry WHERE action = 'test.backup') AS entries,
       (SELECT count(*)::int FROM outbox_message WHERE dedupe_key LIKE 'backup:%') AS messages,
       (SELECT count(*)::int FROM pgboss.job WHERE name = 'notifications.deliver') AS jobs`,
  );
  expect(counts).toEqual({ stores: 1, entries: 1, messages: 1, jobs: 1 });
  expect(tick).toBe(1 + together.length);
  const [message] = await asSystem(target, "SELECT id, payload FROM outbox_message WHERE dedupe_key = 'backup:1'");
  expect(JSON.parse(decrypt(message.payload, contentContext(message.id)))).toMatchObject({ text: "text 1" });

  // Counts and checksums of every table, and where the sequences stand, are those of the backup.
  const again = path.join(home, "again");
  expect(await ourScript("backup", again)).toMatchObject({ status: 0, output: expect.stringContaining(again) });
  expect({ ...(await readManifest(again)), takenAt: "" }).toEqual({ ...manifest, takenAt: "" });
  expect(manifest.lostPictures).toBe(1);
  expect(await pictureStore().read(picture, "medium")).toEqual(sizes.medium);
  expect(await pictureStore().read(lostPicture, "small")).toBeNull();
  expect(await ask(target, walls)).toEqual(before);

  // The trail goes on where it stood, and so do the numbers.
  expect(await ourScript("audit-verify")).toMatchObject({ status: 0, output: expect.stringContaining("whole") });
  const number = await ask(
    target,
    `INSERT INTO "user" (phone_number) VALUES ('+352621000007') RETURNING id::text AS told`,
  );
  const [last] = await ask(target, `SELECT (max(id) - 1)::text AS told FROM "user"`);
  expect(number).toEqual([String(Number(last) + 1)]);
});

test("bar 106: columns that stand in another order than in the backup take what is theirs, and a database with others is refused", async () => {
  const target = await newDatabase();
  await ask(target, "ALTER TABLE upload DROP COLUMN width, DROP COLUMN height");
  await expect(restoreBackup(target, folder)).rejects.toThrow(/public\.upload has other columns/);
  await ask(target, "ALTER TABLE upload ADD COLUMN height int NOT NULL, ADD COLUMN width int NOT NULL");
  await restoreBackup(target, folder);
  const [stored] = await asSystem(target, "SELECT DISTINCT width, height FROM upload");
  expect(stored).toEqual({ width: 2, height: 1 });
});

test("bar 106: what is torn, changed or of another schema is refused, and so is a database in use; none of it leaves a trace", async () => {
  const target = await newDatabase();
  const before = await ask(target, walls);
  const broken = path.join(home, "broken");
  await cp(folder, broken, { recursive: true });
  const inBroken = (file: string) => path.join(broken, file);
  const refused = (why: RegExp) => expect(restoreBackup(target, broken)).rejects.toThrow(why);
  const seal = (changed: Partial<Manifest>) => writeManifest(broken, { ...manifest, ...changed });

  await expect(takeBackup(env.databaseUrl, folder)).rejects.toThrow(/is not empty/);
  for (const file of await readdir(folder)) expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);

  const text = await readFile(inBroken("manifest.json"), "utf8");
  await rm(inBroken("manifest.json"));
  await refused(/no finished backup/);
  await writeFile(inBroken("manifest.json"), text.replace('"lostPictures": 1', '"lostPictures": 0'));
  await refused(/not as the backup wrote it/);
  await writeFile(inBroken("manifest.json"), text.slice(0, -9));
  await refused(/not as the backup wrote it/);
  await seal({});

  const uploads = inBroken("public.upload.copy");
  const rows = await readFile(uploads, "utf8");
  await writeFile(uploads, rows.replace("\t15\t", "\t16\t"));
  await refused(/public\.upload: it was cut off or changed/);
  await writeFile(uploads, rows.slice(0, rows.indexOf("\n") + 1));
  await refused(/public\.upload: it was cut off or changed/);
  await rm(uploads);
  await refused(/lacks public\.upload\.copy/);
  await writeFile(uploads, rows);

  await seal({ schema: manifest.schema.slice(1) });
  await refused(/another state of the schema/);
  await seal({ pieces: manifest.pieces.filter(({ name }) => name !== "public.upload") });
  await refused(/holds nothing of public\.upload/);
  // Whole by its own account, but its pictures belong to nobody.
  const ownerless = rows.replace(/^(\w+)\t\d+\t/gm, "$1\t999999\t");
  const sha256 = createHash("sha256").update(ownerless).digest("hex");
  const bytes = Buffer.byteLength(ownerless);
  const told = manifest.pieces.map(piece => (piece.name === "public.upload" ? { ...piece, sha256, bytes } : piece));
  await writeFile(uploads, ownerless);
  await seal({ pieces: told });
  await refused(/foreign key constraint "upload_user_id_fkey"/);

  // A row that row-level security hides from the owner of the table counts too.
  await asSystem(target, "INSERT INTO practitioners (phone_number) VALUES ('+352621000006')");
  await expect(restoreBackup(target, folder)).rejects.toThrow(/in use: public\.practitioners has rows/);
  await asSystem(target, "DELETE FROM practitioners");
  expect(await ask(target, walls)).toEqual(before);

  await ask(target, "ALTER POLICY system ON notice USING (id > 0)");
  await expect(takeBackup(target, path.join(home, "blind"))).rejects.toThrow(/does not see every row of notice/);
});
