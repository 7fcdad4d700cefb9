import { beforeEach, expect, test, vi } from "vitest";
import { rights } from "@/lib/kinds";
import { audit } from "../audit";
import { openSession } from "../auth/session";
import { createStaff } from "../auth/staff";
import { Prisma, type Tx, transaction } from "../db";
import { env } from "../env";
import { countWait, withPatience } from "../patience";
import { addAgent } from "../testing/agent-tables";
import { addCustomerRows } from "../testing/customer-tables";
import { withConnection } from "../testing/database";
import { addMemberRows } from "../testing/member-tables";
import { addPractitioner } from "../testing/practitioner-tables";
import { addStore } from "../testing/tenant-tables";
import { dumpTables, findTraces } from "../testing/traces";
import { exportPerson } from "./queries";
import { eraseSelf, eraseSomebody } from "./service";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "desk" };

let serial = 400;
/** Somebody with a shop, a profile, an agent's account and a plan of their employer's, a row in every table that may hold one, and words that nobody else has. */
async function addEverything() {
  const number = ++serial;
  const words = { name: `Zaphod${number} Beeblebrox`, email: `zaphod${number}@example.com` };
  const rows = await system(async tx => {
    const store = await addStore(tx, number);
    const practitioner = await addPractitioner(tx, number + 5000);
    const id = store.user;
    const { phoneNumber } = await tx.user.update({ where: { id }, data: words, select: { phoneNumber: true } });
    await addAgent(tx, id);
    const { member } = await addMemberRows(tx, number + 7000);
    await addCustomerRows(tx, number + 8000);
    await tx.$executeRaw`UPDATE "user" SET email_confirmed = true WHERE id = ${id}`;
    await tx.$executeRaw`UPDATE customer SET contact_email = ${words.email} WHERE id = ${number + 8000}`;
    await tx.$executeRaw`UPDATE customer_user SET user_id = ${id} WHERE customer_id = ${number + 8000}`;
    await tx.$executeRaw`UPDATE customer_invite SET email = ${words.email} WHERE customer_id = ${number + 8000}`;
    await tx.$executeRaw`UPDATE agent SET full_name = ${words.name}, email = ${words.email} WHERE user_id = ${id}`;
    await tx.$executeRaw`
      INSERT INTO agent_signup (phone_number, browser_hash, name, email, created_at) VALUES (${phoneNumber}, 'hash', ${words.name}, ${words.email}, now())`;
    await tx.$executeRaw`UPDATE stores SET owner_id = ${id}, owner_name = ${words.name}, email = ${words.email} WHERE id = ${number}`;
    await tx.$executeRaw`UPDATE practitioners SET user_id = ${id}, name = ${words.name}, email = ${words.email} WHERE id = ${number + 5000}`;
    await tx.$executeRaw`UPDATE member SET name = ${words.name}, email = ${words.email}, phone_number = ${phoneNumber} WHERE id = ${member}`;
    await tx.$executeRaw`INSERT INTO upload (id, user_id, width, height, bytes, created_at) VALUES (${number.toString(16).padStart(32, "0")}, ${id}, 1, 1, 1, now())`;
    await tx.$executeRaw`INSERT INTO outbox_message (id, channel, recipient) VALUES (${`msg-${number}`}, 'email', ${words.email}), (${`sms-${number}`}, 'sms', ${phoneNumber})`;
    await tx.$executeRaw`INSERT INTO preference (user_id, unwanted, changed_at) VALUES (${id}, '{runs.in_app}', now())`;
    await tx.$executeRaw`
      UPDATE feedback SET score = 4, text = ${words.name}, person_id = CASE WHEN kind <> 'member' THEN ${id}::int END
      WHERE onboarding_id IN (SELECT id FROM onboarding WHERE store_id = ${number} OR member_id = ${member})`;
    await tx.$executeRaw`INSERT INTO saved_view (user_id, name, search, created_at) VALUES (${id}, 'Mine', '', now())`;
    await tx.$executeRaw`
      WITH look AS (
        INSERT INTO view_as (admin_id, person_id, role, reason, came_from, began_at, ends_at)
        VALUES (999999, ${id}, 'agent', ${`${words.name} asked`}, '/admin', now(), now() + interval '1 minute') RETURNING id)
      INSERT INTO field_pointer (view_id, person_id, place, field, note, created_at) SELECT id, ${id}, '/agent', 'key', ${words.name}, now() FROM look`;
    await tx.$executeRaw`INSERT INTO device (token_hash, user_id, expires_at) VALUES (${`hash-${number}`}, ${id}, now() + interval '1 day')`;
    await tx.$executeRaw`
      INSERT INTO partner_account (id, name, scopes, secret, created_at) VALUES ('acct_told', 'Told', '{members}', 's', now()) ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`
      INSERT INTO webhook_message (id, account_id, event, subject, payload, next_attempt_at, created_at)
      VALUES (${`msg_of_${number}_abcd`}, 'acct_told', 'member.failed', ${`member:${member}`},
        ${JSON.stringify({ type: "member.failed", data: { partner_user_id: words.name } })}::jsonb, now(), now())`;
    // What was sent to the shop, and what the calling system told that we could not take.
    await tx.$executeRaw`INSERT INTO outbox_message (id, channel, recipient, tenant) VALUES (${`shop-${number}`}, 'email', ${`shop-${words.email}`}, ${`store:${number}`})`;
    await tx.$executeRaw`
      INSERT INTO rejected_record (source, digest, record, errors, received_at)
      VALUES ('acct', decode(md5(${words.email}), 'hex'), ${`{"phone_number": "0${String(phoneNumber).slice(4)}", "name": "${words.name}"}`}, '[]', now())`;
    await tx.$executeRaw`
      INSERT INTO idempotency_key (scope, key_hash, body_hash, holder, held_until, status, answer, expires_at)
      VALUES (${`store:${number}:user:${id}`}, 'k', 'b', 'h', now(), 200, ${JSON.stringify(words)}, now() + interval '1 day')`;
    return { ...store, ...practitioner, member, id, phoneNumber: phoneNumber ?? "" };
  });
  return { ...rows, ...words, of: { id: rows.id, actorId: rows.id, caller, ...rights } };
}

let admin = 0;
beforeEach(async () => {
  admin = await system(tx => createStaff(tx, { phoneNumber: `+352621988${++serial}`, role: "admin", name: "Admin" }));
});

/** Tables with a row of a person, a store, a practitioner or an onboarding, and tables that have a column for what people are called or reached by. */
const listPersonal = () =>
  system(
    tx => tx.$queryRaw<{ name: string }[]>`
      WITH RECURSIVE bound(oid) AS (
        SELECT c.oid FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND (c.relname IN ('user', 'stores', 'practitioners')
          OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped AND a.attnum > 0
            AND a.attname ~ '(phone|e_?mail|recipient|identifier|user_id|first_name|owner_name|customer_name|actor_id|cells)'))
        UNION
        SELECT k.conrelid FROM pg_constraint k JOIN bound ON k.confrelid = bound.oid WHERE k.contype = 'f'
      )
      SELECT c.relname::text AS name FROM bound JOIN pg_class c USING (oid) ORDER BY 1`,
  );

test("G8: every table that knows people says what of it is given out and how it is erased", async () => {
  const known = rights.tables.map(({ table }) => table);
  expect(new Set(known).size, "each once").toBe(known.length);
  for (const { name } of await listPersonal())
    expect.soft(known, `${name} says nothing of people's rights`).toContain(name);
});

test("G8: a person gets every row that is about them and nothing of anybody else's, no key, code or hash", async () => {
  const [one, other] = [await addEverything(), await addEverything()];
  await system(tx =>
    audit(tx, {
      action: "people.disabled",
      actor: { kind: "user", id: admin },
      subject: { kind: "user", id: one.id },
      detail: { reason: "suspected fraud" },
      address: "198.51.100.9",
      agent: "the desk's browser",
    }),
  );
  const { tables } = await exportPerson(one.of);
  expect(Object.keys(tables).filter(table => tables[table]?.length === 0)).toEqual([]);
  const text = JSON.stringify(tables);
  for (const desk of ["suspected fraud", "198.51.100.9", "the desk's browser"]) expect.soft(text).not.toContain(desk);
  for (const own of [one.name, one.email, one.phoneNumber]) expect.soft(text).toContain(own);
  for (const foreign of [other.name, other.email, other.phoneNumber, "sealed", "hash", "session-"])
    expect.soft(text).not.toContain(foreign);
  const [taken] = await system(tx =>
    tx.auditEntry.findMany({ where: { action: "people.exported", actorId: String(one.id) } }),
  );
  expect(JSON.stringify(taken?.detail)).not.toContain("Zaphod");
});

test("G8: an erased person is in no table any more, whoever else is there stays whole, and the trail knows a number", async () => {
  const [one, other] = [await addEverything(), await addEverything()];
  const { erased } = await eraseSomebody({ ...one.of, actorId: admin, reason: "asked for by mail" });
  expect(erased).toMatchObject({
    stores: 1,
    practitioners: 1,
    agent_signup: 1,
    user: 1,
    outbox_message: 3,
    rejected_record: 1,
    idempotency_key: 1,
    member: 1,
    member_subscription: 1,
    activation_timer: 1,
  });
  const dump = await dumpTables();
  const traces = (words: string) => findTraces(dump, new RegExp(words.replaceAll(/[+.]/g, "\\$&")));
  for (const words of [one.name, one.email, one.phoneNumber, one.phoneNumber.slice(4), `STORE${one.store}`])
    expect.soft(traces(words), words).toEqual([]);
  expect(traces(other.name).length).toBeGreaterThan(3);
  const entry = await system(tx =>
    tx.auditEntry.findFirst({ where: { action: "people.erased", subjectId: String(one.id) } }),
  );
  expect(entry).toMatchObject({ actorId: String(admin), detail: { reason: "asked for by mail" } });
  await expect(eraseSomebody({ ...one.of, actorId: admin })).rejects.toMatchObject({ code: "not_found" });
});

test("G8: a shop that somebody else may enter stays, and is theirs", async () => {
  const [one, other] = [await addEverything(), await addEverything()];
  await system(tx => tx.userRole.create({ data: { userId: other.id, role: "store", storeId: one.store } }));
  await eraseSomebody({ ...one.of, actorId: admin });
  const left = await system(tx =>
    tx.store.findUnique({ where: { id: one.store }, select: { ownerId: true, ownerName: true, email: true } }),
  );
  expect(left).toEqual({ ownerId: other.id, ownerName: other.name, email: other.email });
  expect(await system(tx => tx.order.count({ where: { storeId: one.store } }))).toBe(1);
});

test("G8: of the admins the last one stays, also when two erase each other at once", async () => {
  await system(tx => tx.userRole.deleteMany({ where: { role: "admin", userId: { not: admin } } }));
  const second = await system(tx =>
    createStaff(tx, { phoneNumber: `+352621977${serial}`, role: "admin", name: "Second" }),
  );
  const ask = (id: number, actorId: number) =>
    eraseSomebody({ id, actorId, caller, ...rights }).then(
      () => "erased",
      error => error.code,
    );
  const areWaiting = () =>
    withConnection(env.databaseUrl, async client => {
      const { rowCount } = await client.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rowCount === 2;
    });
  const both = await system(async tx => {
    await tx.$executeRaw`SELECT FROM "user" WHERE id IN (${admin}, ${second}) FOR UPDATE`;
    const asked = [ask(admin, second), ask(second, admin)];
    await vi.waitUntil(areWaiting, { timeout: 3000 });
    return { asked };
  });
  expect((await Promise.all(both.asked)).sort()).toEqual(["erased", "illegal_transition"]);
});

test("G8: who erases themselves has signed in within 15 minutes", async () => {
  const one = await addEverything();
  const { sid } = await system(tx => openSession(tx, { userId: one.id }));
  const age = (minutes: number) =>
    system(tx =>
      tx.$executeRaw(
        Prisma.sql`UPDATE session SET created_at = app_now() - make_interval(mins => ${minutes}) WHERE id = ${sid}`,
      ),
    );
  await age(16);
  await expect(eraseSelf({ ...one.of, sid })).rejects.toMatchObject({ code: "forbidden" });
  await age(14);
  expect((await eraseSelf({ ...one.of, sid })).erased).toMatchObject({ user: 1 });
});

test("G8: a shop is not erased with whoever only works in it, and an admin erases nobody's account as their own", async () => {
  const [one, other] = [await addEverything(), await addEverything()];
  await system(tx => tx.userRole.deleteMany({ where: { storeId: one.store } }));
  await system(tx => tx.userRole.create({ data: { userId: other.id, role: "store", storeId: one.store } }));
  await eraseSomebody({ ...other.of, actorId: admin });
  expect(await system(tx => tx.store.count({ where: { id: one.store } }))).toBe(1);
  const self = eraseSomebody({ id: admin, actorId: admin, caller, ...rights });
  await expect(self).rejects.toMatchObject({ code: "illegal_transition" });
});

test("G8: nobody takes everything along without end", async () => {
  const one = await addEverything();
  // One after the other: all at once they wait for connections, and who waits too long has spent nothing.
  const told: string[] = [];
  for (let time = 1; time <= 31; time++)
    told.push(
      await exportPerson(one.of).then(
        () => "given",
        error => error.code,
      ),
    );
  expect(told.filter(answer => answer === "rate_limited")).toHaveLength(1);
});

test("G8: whoever has much is erased and exported all the same, however long a table of theirs takes", async () => {
  const one = await addEverything();
  const slow =
    "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.7); RETURN OLD; END'";
  const trigger = "CREATE TRIGGER slow BEFORE DELETE ON device FOR EACH STATEMENT EXECUTE FUNCTION slowly()";
  await withConnection(env.databaseUrl, client => client.query(`${slow}; ${trigger}`));
  await withPatience(async () => {
    countWait(performance.now() - 5_000);
    await exportPerson(one.of);
    await eraseSomebody({ ...one.of, actorId: admin });
  });
  await withConnection(env.databaseUrl, client => client.query("DROP FUNCTION slowly CASCADE"));
});
