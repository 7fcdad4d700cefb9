import crypto from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

// Postgres' one-byte "char" of the catalogues. adapter-pg does not know the type; the engine wants column type 6, Character.
const charOid = 18;
const textOid = 25;
const characterColumn = 6;

/** Makes the Prisma adapter that migrations need: `PrismaPg` with its four faults mended, and `close()` to call at the end. */
export function migrationAdapter(databaseUrl) {
  const address = parseAddress(databaseUrl);
  const connections = new Set();
  const shadows = [];
  const open = async database => {
    const connection = mend(await new PrismaPg({ ...address, database }).connect());
    const dispose = connection.dispose.bind(connection);
    connection.dispose = async () => {
      if (connections.delete(connection)) await dispose();
    };
    connections.add(connection);
    return connection;
  };
  const factory = new PrismaPg(address);
  factory.connect = () => open(address.database);
  factory.connectToShadowDb = async () => {
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    shadows.push(database);
    await runOn(address, `CREATE DATABASE "${database}" TEMPLATE template0`);
    return open(database);
  };
  // The engine's lock against others lives as long as its connection, and the adapter would drop a shadow before leaving it.
  factory.close = async () => {
    for (const connection of connections) await connection.dispose();
    for (const name of shadows.splice(0)) await runOn(address, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  };
  return factory;
}

/** Gives the address in parts: a whole connection string would win over `database`, and the shadow would be the real database. */
function parseAddress(connectionString) {
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString });
  return { host, port, user, password, database, ssl };
}

function mend(connection) {
  const pool = connection.underlyingDriver();
  connection.executeScript = text => runScript(pool, text).catch(error => connection.onError(error));
  const performIO = connection.performIO.bind(connection);
  const queryRaw = connection.queryRaw.bind(connection);
  let isChar = [];
  connection.performIO = async query => {
    const result = await performIO(query);
    isChar = result.fields.map(field => field.dataTypeID === charOid);
    for (const field of result.fields) if (field.dataTypeID === charOid) field.dataTypeID = textOid;
    return result;
  };
  connection.queryRaw = async query => {
    const result = await queryRaw(query);
    isChar.forEach((is, column) => {
      if (is) result.columnTypes[column] = characterColumn;
    });
    return result;
  };
  return connection;
}

/**
 * Runs a script as one transaction; the adapter would cut it at every semicolon, also inside functions. The COMMIT goes apart, and
 * only a living process sends it: a backend whose client was killed would otherwise run the script to its end and keep it.
 */
async function runScript(pool, text) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL client_connection_check_interval = 1000");
    await client.query(text);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function runOn(address, text) {
  const client = new pg.Client(address);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
