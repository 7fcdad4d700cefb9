import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import pg from "pg";
import { sql } from "./activate-sql.mjs";

// A signed activation, as plainly as it can be written: the statements of the product through `pg`, which leave the same rows. One key, one
// country, no shapes, no refusals, and a mail whose words are there already.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 18, options: "-c role=gangway_system" });
const token = bytes => randomBytes(bytes).toString("base64url");
const [keyId, master] = process.env.ENCRYPTION_KEYS.split(",")[0].split(":");

function keyOf(table, column, row) {
  const context = JSON.stringify(["g1", keyId, table, column, row]);
  const key = Buffer.from(hkdfSync("sha256", Buffer.from(master, "base64"), Buffer.alloc(0), context, 32));
  return { key, context: Buffer.from(context) };
}

function open(blob, ...place) {
  const { key, context } = keyOf(...place);
  const [nonce, tag, body] = blob
    .split(".")
    .slice(2)
    .map(part => Buffer.from(part, "base64url"));
  const cipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 }).setAAD(context).setAuthTag(tag);
  return Buffer.concat([cipher.update(body), cipher.final()]);
}

function close(plain, ...place) {
  const { key, context } = keyOf(...place);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 }).setAAD(context);
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return ["g1", keyId, ...[nonce, cipher.getAuthTag(), body].map(part => part.toString("base64url"))].join(".");
}

const run = (client, name, ...values) => client.query({ name, text: sql[name], values });
const first = async (client, name, ...values) => (await run(client, name, ...values)).rows[0];

async function requireSignature({ headers, method, path, bytes }) {
  const [id, time] = [headers["x-ons-account-id"], headers["x-ons-timestamp"]];
  const account = await first(pool, "account", id);
  const text = `${time}.${id}.${method}.${path}.${createHash("sha256").update(bytes).digest("hex")}`;
  const secret = open(account.secret, "partner_account", "secret", id);
  const given = Buffer.from(headers["x-ons-signature"].replace("v1=", ""), "hex");
  if (!timingSafeEqual(createHmac("sha256", secret).update(text).digest(), given)) throw new Error("wrong signature");
  const { rowCount } = await run(pool, "accept", id, createHash("sha256").update(text).digest(), `partner:${id}`);
  if (rowCount === 0) throw new Error("replayed");
  return id;
}

function append(action, { account, member, agent }, detail) {
  const at = new Date();
  const text = JSON.stringify(detail);
  const covered = { action, actorId: account, actorKind: "partner", address: "127.0.0.1", agent, at, detail };
  const before = `${JSON.stringify(covered).slice(0, -1)},"previousHash":"`;
  const after = `","subjectId":"${member}","subjectKind":"member"}`;
  return [at, action, account, String(member), text, agent, before, after];
}

const mailOf = (name, plan) =>
  JSON.stringify({
    subject: `${plan} is active`,
    text: `${name}: ${plan}`.padEnd(300),
    html: `${name}: ${plan}`.padEnd(3000),
  });

async function begin(client, told, { account, contract, member, agent, requestId, since }) {
  const phone = `+91${told.phone_number}`;
  const own = [account, told.partner_user_id, told.name, told.dob, told.gender, phone, told.email_id];
  await run(client, "member", member, contract, ...own);
  const found = await first(client, "findCase", member, told.plan_subscription_id);
  const subscription = `ms_${token(15)}`;
  const decision = JSON.stringify({ rules: [], from: "draft", to: "activated", wouldBegin: told.plan_subscription_id });
  const took = Math.round(performance.now() - since);
  await run(
    client,
    "begin",
    subscription,
    member,
    told.plan_subscription_id,
    found.core_offering,
    found.at,
    account,
    decision,
    took,
    requestId,
  );
  const message = `msg_${token(18)}`;
  const payload = close(mailOf(told.name, found.plan), "outbox_message", "payload", message);
  await run(client, "message", message, told.email_id, payload, `member.activated:${subscription}`, `member:${member}`);
  await run(client, "job", JSON.stringify({ id: message }), message, `member:${member}`);
  await run(
    client,
    "audit",
    ...append("member.added", { account, member, agent }, { parentSubscriptionId: contract, relation: "self" }),
    ...append("member.activated", { account, member, agent }, { door: "partner", subscriptionId: subscription }),
  );
  return subscription;
}

async function inTransaction(work) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const done = await work(client);
    await client.query("COMMIT");
    return done;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

/** Carries out one signed activation and returns the body of its answer. */
export async function activate(request) {
  const since = performance.now();
  const account = await requireSignature(request);
  const told = JSON.parse(request.bytes.toString());
  const phone = `+91${told.phone_number}`;
  const {
    contract,
    known,
    id: member,
  } = await first(pool, "find", told.plan_subscription_id, account, told.partner_user_id, phone, told.email_id);
  if (known.length > 0) throw new Error("known already");
  const [key, lock, requestId] = [`member:${member}`, token(24), `req_${token(16)}`];
  await run(pool, "take", key, `partner ${requestId}`, lock);
  const agent = request.headers["user-agent"];
  const of = { account, contract, member, agent, requestId, since };
  const subscription_id = await inTransaction(client => begin(client, told, of));
  await run(pool, "release", key, lock);
  return { success: true, message: "The plan is active.", data: { subscription_id, status: "activated" } };
}
