import { parseArgs } from "node:util";
import "./typescript.mjs";
import { withDatabase } from "./with-database.mjs";

// npm run admin:create -- --phone +352621000001 [--role admin|operator] [--name "Alex Admin"] [--email alex@example.com]: the only way to the first admin in production.
const usage = "npm run admin:create -- --phone +352621123456 [--role admin|operator] [--name NAME] [--email ADDRESS]";
const text = { type: "string" };
const options = { phone: text, role: { ...text, default: "admin" }, name: text, email: text };
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
  const { parseEmail } = await import("../lib/platform/auth/identifier.ts");
  const email = values.email === undefined ? undefined : parseEmail(values.email);
  if (email === null) {
    console.error(`${values.email} is not an e-mail address.`);
    return 1;
  }
  try {
    const { e164 } = acceptPhone(values.phone);
    const staff = { phoneNumber: e164, role: values.role, name: values.name ?? null, email };
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
