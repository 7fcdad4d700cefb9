import "./typescript.mjs";
import { withDatabase } from "./with-database.mjs";

// In the order in which people read them; a seed may hold only some.
const demoAccounts = [
  ["+352621000001", "admin"],
  ["+352621000002", "operator"],
  ["+352621100001", "store owner, half way through the wizard (store code LUXDEMO)"],
  ["+14155550132", "practitioner whom the calling system knows (John Doe)"],
  ["+14155550133", "practitioner who is through the onboarding"],
  ["+14155550160", "agent of a team, with a key to reZEN (Morgan Avery)"],
];

process.exitCode = await withDatabase(async env => {
  Object.assign(process.env, env);
  const { closeDatabase, transaction } = await import("../lib/platform/db.ts");
  const { closeSender } = await import("../lib/platform/jobs/queue.ts");
  try {
    const isEmpty = await transaction("system", async tx => (await tx.user.count()) === 0);
    if (isEmpty) {
      const { seed } = await import("../prisma/seed.ts");
      await seed();
    }
    const phones = demoAccounts.map(([phone]) => phone);
    const named = { where: { phoneNumber: { in: phones } }, select: { phoneNumber: true } };
    // Who was called has no account yet, and gets one with the first code.
    const people = await transaction("system", async tx => [
      ...(await tx.user.findMany(named)),
      ...(await tx.practitioner.findMany(named)),
    ]);
    const held = new Set(people.map(person => person.phoneNumber));
    const accounts = demoAccounts.filter(([phone]) => held.has(phone));
    if (process.send) process.send({ isEmpty, accounts });
    else console.log(isEmpty ? "Seeded the demo." : "The database has users already: nothing was seeded.");
  } finally {
    // Who is activated is written to, and whoever has sent a job would keep this process.
    await closeSender();
    await closeDatabase();
  }
});
