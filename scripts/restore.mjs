import path from "node:path";
import { parseArgs } from "node:util";
import "./typescript.mjs";
import { withDatabase } from "./with-database.mjs";

// npm run restore -- DIR [--pictures]: puts a backup into a database that was migrated and never used; or only its pictures, again.
const { positionals, values } = parseArgs({ allowPositionals: true, options: { pictures: { type: "boolean" } } });

process.exitCode = await withDatabase(async env => {
  if (positionals.length !== 1) throw new Error("Name the folder of a backup: npm run restore -- DIR [--pictures]");
  Object.assign(process.env, env);
  const { restoreBackup, restorePictures } = await import("../lib/platform/backup/restore.ts");
  const { closeDatabase } = await import("../lib/platform/db.ts");
  const { requireKeys } = await import("../lib/secrets.ts");
  const folder = path.resolve(positionals[0]);
  try {
    if (values.pictures) return console.log(`${await restorePictures(folder)} pictures are back.`) ?? 0;
    const { pieces, takenAt } = await restoreBackup(env.DATABASE_URL, folder);
    const rows = pieces.reduce((all, piece) => all + piece.rows, 0).toLocaleString("en");
    console.log(`${rows} rows and pictures are back, as they were at ${takenAt}.`);
    await requireKeys();
    console.log("ENCRYPTION_KEYS are those of what is stored.");
    return 0;
  } finally {
    await closeDatabase();
  }
});
