import { createServer, type Server } from "node:net";
import { afterEach, expect, test, vi } from "vitest";

const field = (type: string, text: string) => `${type}${text}\0`;
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.from(`${type}....`);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
const accepted = message("R", Buffer.alloc(4));
const ready = message("Z", Buffer.from("I"));
const ended = message(
  "E",
  Buffer.from(`${field("S", "FATAL")}${field("C", "57P01")}${field("M", "terminating connection")}\0`),
);

let server: Server;
afterEach(() => void server.close());

// Seen in the wild: a database that is shut down while somebody comes in says both in one packet, before anybody can listen.
test("a connection that is ended in the moment it is ready is a failed transaction, not the end of the process", async () => {
  server = createServer(socket => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(Buffer.concat([accepted, ready, ended])));
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  vi.stubEnv("DATABASE_URL", `postgresql://somebody@127.0.0.1:${port}/gone`);
  vi.resetModules();
  const { closeDatabase, transaction } = await import("./db");
  await expect(transaction("system", tx => tx.$queryRaw`SELECT 1`)).rejects.toThrow();
  await closeDatabase();
  vi.unstubAllEnvs();
});
