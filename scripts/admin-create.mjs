import { parseArgs } from "node:util";
import "./worker-hooks.mjs";
import "tsx";
import { withDatabase } from "./with-database.mjs";

// npm run admin:create -- --phone +352621000001 [--role admin|operator] [--name "Alex Admin"]: the only way to the first admin in production.
const usage = "npm run admin:create -- --phone +352621123456 [--role admin|operator] [--name NAME]";
const options = { phone: { type: "string" }, role: { type: "string", default: "admin" }, name: { type: "string" } };
const { values } = parseArgs({ options });

if (!values.phone || !["admin", "operator"].includes(values.role)) {
  console.error(usage);
  process.exit(1);
}
process.exitCode = await withDatabase(async env => {
  Object.assign(process.env, env);
  const { closeDatabase, transaction } = await import("../lib/platform/db.ts");
  const { acceptPhone } = await import("../lib/platform/auth/phone.ts");
  const { createStaff } = await import("../lib/platform/auth/staff.ts");
  try {
    const { e164 } = acceptPhone(values.phone);
    const staff = { phoneNumber: e164, role: values.role, name: values.name ?? null };
    await transaction("system", tx => createStaff(tx, staff));
    console.log(`${e164} signs in as ${values.role}.`);
  } catch (error) {
    console.error(error.code ? `${values.phone} is not a mobile number that we can send codes to.` : error.message);
    process.exitCode = 1;
    return 1;
  } finally {
    await closeDatabase();
  }
});
