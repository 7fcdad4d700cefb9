import "./worker-hooks.mjs";
import "tsx";
import { withDatabase } from "./with-database.mjs";

// In the order in which people read them; a seed may hold only some.
const demoAccounts = [
  ["+352621000001", "admin"],
  ["+352621000002", "operator"],
  ["+352621100001", "store owner, half way through the wizard (store code LUXDEMO)"],
];

process.exitCode = await withDatabase(async env => {
  Object.assign(process.env, env);
  const { closeDatabase, transaction } = await import("../lib/platform/db.ts");
  try {
    const isEmpty = await transaction("system", async tx => (await tx.user.count()) === 0);
    if (isEmpty) {
      const { seed } = await import("../prisma/seed.ts");
      await seed();
    }
    const phones = demoAccounts.map(([phone]) => phone);
    const where = { phoneNumber: { in: phones } };
    const users = await transaction("system", tx => tx.user.findMany({ where, select: { phoneNumber: true } }));
    const held = new Set(users.map(user => user.phoneNumber));
    const accounts = demoAccounts.filter(([phone]) => held.has(phone));
    if (process.send) process.send({ isEmpty, accounts });
    else console.log(isEmpty ? "Seeded the demo." : "The database has users already: nothing was seeded.");
  } finally {
    await closeDatabase();
  }
});
