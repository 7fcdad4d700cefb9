import { connect, createServer, type Server, type Socket } from "node:net";

/** A door to a server that a test can shut: whoever has come in is thrown out, whoever knocks is refused. */
export class Relay {
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  constructor(readonly target: { host: string; port: number }) {}

  get port(): number {
    return this.#port;
  }

  /** Lets people in, from the second time on at the same port. */
  async open(): Promise<void> {
    const server = createServer(inward => {
      const outward = connect(this.target.port, this.target.host);
      inward.pipe(outward).pipe(inward);
      for (const socket of [inward, outward]) {
        this.#sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => {
          this.#sockets.delete(socket);
          inward.destroy();
          outward.destroy();
        });
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    const at = server.address();
    this.#port = at !== null && typeof at === "object" ? at.port : 0;
    this.#server = server;
  }

  /** Shuts the door. */
  async shut(): Promise<void> {
    const closed = new Promise(resolve => this.#server?.close(resolve) ?? resolve(null));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = null;
  }
}
