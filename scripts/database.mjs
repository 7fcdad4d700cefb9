/**
 * Makes a database and the login role that owns it, if they are missing, and answers its address. The role is no superuser:
 * row-level security binds it. It may make roles (the tenants') and databases (the shadow one of `db:diff`).
 * `fresh` drops the database first.
 */
export async function ensureDatabase(superuser, { name, role, password, fresh = false }) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ ...superuser, database: "postgres" });
  await connect(client);
  try {
    const secret = client.escapeLiteral(password);
    // CREATE DATABASE knows no transaction and no IF NOT EXISTS, so whoever else starts now has to wait here.
    await client.query("SELECT pg_advisory_lock(hashtext('gangway'))");
    const { rowCount: hasRole } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
    const rights = `LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE CREATEDB PASSWORD ${secret}`;
    await client.query(`${hasRole ? "ALTER" : "CREATE"} ROLE "${role}" WITH ${rights}`);
    if (fresh) await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    const { rowCount: hasDatabase } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (!hasDatabase) await client.query(`CREATE DATABASE "${name}" OWNER "${role}" TEMPLATE template0`);
  } finally {
    await client.end();
  }
  return `postgresql://${role}:${encodeURIComponent(password)}@${superuser.host}:${superuser.port}/${name}`;
}

async function connect(client) {
  try {
    await client.connect();
  } catch (error) {
    if (error.code !== "28P01") throw error;
    throw new Error(
      "The password in secrets.json does not fit the database beside it: bring back the old file, or remove both.",
    );
  }
}
