import { parseArgs } from "node:util";
import "./typescript.mjs";
import { withDatabase } from "./with-database.mjs";

// npm run audit:verify [-- --expect HASH]: walks the hash chain of the audit trail; ends with 1 when it is broken.
const { values } = parseArgs({ options: { expect: { type: "string" } } });

const words = {
  changed: ({ id }) => `entry ${id} was changed`,
  inserted: ({ id }) => `entry ${id} was put in by somebody else`,
  deleted: ({ id }, head) =>
    `what stood ${head ? `between ${head.id} and ${id}` : `before entry ${id}`} was removed, or entry ${id} itself`,
};
const sayWhy = (broken, head) => words[broken.why](broken, head);

process.exitCode = await withDatabase(async env => {
  Object.assign(process.env, env);
  const { closeDatabase } = await import("../lib/platform/db.ts");
  const { hasLink, verifyTrail } = await import("../lib/platform/audit/verify.ts");
  try {
    const { count, head, broken } = await verifyTrail();
    const entries = `${count.toLocaleString("en")} ${count === 1 ? "entry" : "entries"}`;
    if (broken) {
      console.error(`The audit trail is broken: ${sayWhy(broken, head)}. The ${entries} before it are whole.`);
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
