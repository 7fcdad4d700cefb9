import { parseArgs } from "node:util";
import "./typescript.mjs";
import { withDatabase } from "./with-database.mjs";

// npm run audit:verify [-- --expect HASH]: walks the hash chain of the audit trail; ends with 1 when it is broken.
const { values } = parseArgs({ options: { expect: { type: "string" } } });

process.exitCode = await withDatabase(async env => {
  Object.assign(process.env, env);
  const { closeDatabase } = await import("../lib/platform/db.ts");
  const { hasLink, verifyTrail } = await import("../lib/platform/audit/verify.ts");
  try {
    const { count, head, broken } = await verifyTrail();
    const entries = `${count.toLocaleString("en")} ${count === 1 ? "entry" : "entries"}`;
    if (broken) {
      const why = broken.why === "changed" ? "was changed" : "does not follow the entry before it";
      console.error(`The audit trail is broken: entry ${broken.id} ${why}. The ${entries} before it are whole.`);
      return 1;
    }
    if (values.expect && !(await hasLink(values.expect))) {
      console.error(
        `The audit trail was cut off: no entry has the hash ${values.expect}. The ${entries} that are left are whole.`,
      );
      return 1;
    }
    console.log(
      `The audit trail is whole: ${entries}${head ? `, the newest is ${head.id} with hash ${head.hash}` : ""}.`,
    );
    return 0;
  } finally {
    await closeDatabase();
  }
});
