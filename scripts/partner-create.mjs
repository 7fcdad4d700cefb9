import { parseArgs } from "node:util";
import "./typescript.mjs";
import { withDatabase } from "./with-database.mjs";

// npm run partner:create -- --id acct_acme --name "Acme Benefits" --scope members [--scope calling] [--sandbox] [--region IN] [--replacement]: an account for a system that calls us with signed requests. Its secret is printed once.
const usage =
  'npm run partner:create -- --id acct_acme --name "Acme Benefits" --scope members|calling [--sandbox] [--region IN] [--replacement]';
const options = {
  id: { type: "string" },
  name: { type: "string" },
  scope: { type: "string", multiple: true },
  region: { type: "string" },
  sandbox: { type: "boolean" },
  replacement: { type: "boolean" },
};
const flags = { scopes: "scope", defaultRegion: "region", allowsReplacement: "replacement" };

function readOptions() {
  try {
    const { id, name, scope, region, sandbox, replacement } = parseArgs({ options }).values;
    const scopes = scope?.flatMap(text => text.split(","));
    return { id, name, scopes, sandbox, defaultRegion: region, allowsReplacement: replacement };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(1);
  }
}

/** A sentence for each option that is not as it should be. */
async function tellFaults(faults) {
  const { default: texts } = await import("../lib/platform/i18n/messages/en/fields.json", { with: { type: "json" } });
  for (const { field, message } of faults) {
    const name = String(field).split(".")[0];
    console.error(`--${flags[name] ?? name}: ${texts[message] ?? message}`);
  }
  console.error(usage);
  return 1;
}

const told = readOptions();
process.exitCode = await withDatabase(async env => {
  Object.assign(process.env, env);
  const { closeDatabase } = await import("../lib/platform/db.ts");
  const { NewPartner } = await import("../lib/platform/partner/schema.ts");
  const { createPartner } = await import("../lib/platform/partner/service.ts");
  const { success, data, error } = NewPartner.safeParse(told);
  try {
    if (!success) return await tellFaults(error.issues.map(({ path, message }) => ({ field: path[0], message })));
    const { id, name, scopes, secret } = await createPartner({ actor: "system" }, data);
    console.log(`${id} (${name}) may call with the scope ${scopes.join(" and ")}.`);
    console.log(`Its secret, which is not shown again: ${secret}`);
  } catch (thrown) {
    if (thrown.code === "invalid_input") return await tellFaults(thrown.errors);
    throw thrown;
  } finally {
    await closeDatabase();
  }
});
