import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { encode } from "next-auth/jwt";
import pg from "pg";

// Sign-in with a code, as plainly as it can be written: the statements of the product's verify-otp, which leave the same rows, and the
// same cookies, closed by the same library. No doors, no shapes, no texts, no refusals.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
const hmac = (purpose, text) =>
  createHmac("sha256", process.env.OTP_PEPPER).update(`${purpose}\0${text}`).digest("hex");
const token = () => randomBytes(24).toString("base64url");
const thirtyDays = 30 * 24 * 3600;

const takeTry = `
  UPDATE otp_challenge SET attempts = attempts + 1
  WHERE id = $1 AND browser_hash = $2 AND used_at IS NULL AND attempts < 5 AND expires_at > app_now()
  RETURNING purpose, identifier, code_hash`;
const consume = `UPDATE otp_challenge SET used_at = app_now() WHERE id = $1 AND used_at IS NULL AND code_hash = $2`;
const findPerson = `
  SELECT id, (SELECT json_agg(r.role ORDER BY r.id) FROM user_roles r WHERE r.user_id = "user".id) AS roles
  FROM "user" WHERE phone_number = $1 AND disabled_at IS NULL`;
const findStore = `
  SELECT s.id, s.code, o.status, o.skipped_until, app_now() AS now
  FROM user_roles r JOIN stores s ON s.id = r.store_id JOIN onboarding o ON o.store_id = s.id
  WHERE r.user_id = $1 AND r.role = 'store' ORDER BY r.id DESC LIMIT 1`;
const open = `
  WITH opened AS (
    INSERT INTO session (id, user_id, store_id, created_at, last_seen_at, expires_at, address, agent)
    VALUES ($1, $2, $3, app_now(), app_now(), app_now() + make_interval(secs => $4), $5, $6)
  )
  INSERT INTO device (token_hash, user_id, created_at, last_used_at, expires_at, agent)
  VALUES ($7, $2, app_now(), app_now(), app_now() + make_interval(secs => $8), $6)`;
const append = "SELECT append_audit($1, 'auth.signed_in', 'user', $2, 'user', $2, $3, $4, $5, $6, $7)";

export async function POST(request) {
  const { challenge_id, otp } = await request.json();
  const browser = /gangway\.browser=([\w-]+)/.exec(request.headers.get("cookie"))[1];
  const agent = request.headers.get("user-agent");
  return signedIn(await enter({ challenge_id, otp, browser, agent }));
}

async function enter({ challenge_id, otp, browser, agent }) {
  const client = await pool.connect();
  const run = (name, text, values) => client.query({ name, text, values });
  try {
    await client.query("BEGIN; SET LOCAL ROLE gangway_system");
    const [tried] = (await run("try", takeTry, [challenge_id, hmac("browser", browser)])).rows;
    const claim = [tried.purpose, tried.identifier, challenge_id, otp].join("\0");
    if (!timingSafeEqual(Buffer.from(hmac("otp", claim)), Buffer.from(tried.code_hash))) throw new Error("wrong code");
    await run("consume", consume, [challenge_id, tried.code_hash]);
    const [person] = (await run("person", findPerson, [tried.identifier])).rows;
    const [store] = (await run("store", findStore, [person.id])).rows;
    const [sid, device] = [token(), token()];
    const owner = [sid, person.id, store.id, thirtyDays, "127.0.0.1", agent];
    await run("open", open, [...owner, hmac("device", device), 13 * thirtyDays]);
    await appendToChain(run, { id: String(person.id), to: `•••• ${tried.identifier.slice(-4)}`, agent });
    await client.query("COMMIT");
    return { person, store, sid, device };
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

async function appendToChain(run, { id, to, agent }) {
  const at = new Date();
  const detail = { channel: "sms", isNewUser: false, to };
  const covered = { action: "auth.signed_in", actorId: id, actorKind: "user", address: "127.0.0.1", agent, at, detail };
  const before = `${JSON.stringify(covered).slice(0, -1)},"previousHash":"`;
  const after = `","subjectId":"${id}","subjectKind":"user"}`;
  await run("append", append, [at, id, JSON.stringify(detail), "127.0.0.1", agent, before, after]);
}

async function signedIn({ person, store, sid, device }) {
  const session = { token: { sub: String(person.id), sid }, secret: process.env.AUTH_SECRET, maxAge: thirtyDays };
  const redirect_to = `/store/${store.code}/${store.status === "complete" ? "dashboard" : "onboarding"}`;
  const data = { user_id: person.id, store_id: store.id, redirect_to, roles: person.roles };
  const headers = new Headers({ "Cache-Control": "private, no-store" });
  headers.append(
    "Set-Cookie",
    `gangway.session=${await encode(session)}; Path=/; HttpOnly; SameSite=lax; Max-Age=${thirtyDays}`,
  );
  headers.append("Set-Cookie", `gangway.device=${device}; Path=/; HttpOnly; SameSite=lax; Max-Age=${13 * thirtyDays}`);
  return Response.json({ success: true, data }, { headers });
}
