import path from "node:path";
import { parseArgs } from "node:util";
import "./typescript.mjs";
import { withDatabase } from "./with-database.mjs";

// npm run backup -- DIR: writes every row and every picture into an empty folder, while the product goes on working.
const { positionals } = parseArgs({ allowPositionals: true });

process.exitCode = await withDatabase(async env => {
  if (positionals.length !== 1) throw new Error("Name an empty folder: npm run backup -- DIR");
  Object.assign(process.env, env);
  const { takeBackup } = await import("../lib/platform/backup/take.ts");
  const { closeDatabase } = await import("../lib/platform/db.ts");
  try {
    const folder = path.resolve(positionals[0]);
    const { pieces, lostPictures } = await takeBackup(env.DATABASE_URL, folder);
    const sum = key => pieces.reduce((all, piece) => all + piece[key], 0).toLocaleString("en");
    console.log(`${sum("rows")} rows and pictures in ${pieces.length} files, ${sum("bytes")} bytes: ${folder}`);
    if (lostPictures > 0) console.log(`${lostPictures} pictures were not where they should be, and are not in it.`);
    console.log("The secrets of the environment (ENCRYPTION_KEYS and the others) are not in it: keep them elsewhere.");
    return 0;
  } finally {
    await closeDatabase();
  }
});
