import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A door in front of a database that writes down what passes. */
export type Counted = {
  /** Leads to the same database. */
  databaseUrl: string;
  /** The statements that were sent while `work` ran, in their order; a prepared one under its text as well. */
  during(work: () => Promise<unknown>): Promise<string[]>;
  close(): Promise<void>;
};

/** Opens such a door: the only place where every statement can be counted without the database's own help. */
export async function countStatements(databaseUrl: string): Promise<Counted> {
  const target = new URL(databaseUrl);
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(client => {
    const database = connect(Number(target.port), target.hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    }
    client.on("data", listen(seen));
    client.pipe(database).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const door = new URL(databaseUrl);
  door.port = String((server.address() as AddressInfo).port);
  return {
    databaseUrl: door.href,
    during: async work => {
      seen.length = 0;
      await work();
      return [...seen];
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Follows one connection's messages: Query runs a text, Parse names one, Bind chooses it, Execute runs it. */
function listen(seen: string[]): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let isOpen = false;
  let bound = "";
  const texts = new Map<string, string>();
  const take = (type: string, body: Buffer) => {
    const [first = "", second = ""] = body.toString("utf8").split("\0", 2);
    if (type === "Q") seen.push(first);
    if (type === "P") texts.set(first, second);
    if (type === "B") bound = texts.get(second) ?? "";
    if (type === "E") seen.push(bound);
  };
  return chunk => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      // The first message has no type.
      const head = isOpen ? 1 : 0;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      if (isOpen) take(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, end));
      isOpen = true;
      rest = rest.subarray(end);
    }
  };
}
