import { connect } from "node:net";

/** What a bare socket got back. */
export type RawAnswer = { status: number; headers: Map<string, string>; text: string };

/** Sends bytes as they are, which no HTTP client would, and reads until the server closes or `withinMs` is over. */
export function sendRaw(address: string, bytes: string, withinMs = 5_000): Promise<RawAnswer> {
  const { port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1");
    let text = "";
    const given = setTimeout(() => socket.destroy(), withinMs);
    socket.on("data", chunk => {
      text += chunk.toString("latin1");
    });
    socket.on("error", error => (text ? null : reject(error)));
    socket.on("close", () => {
      clearTimeout(given);
      resolve(parse(text));
    });
    socket.write(bytes);
  });
}

function parse(text: string): RawAnswer {
  const [head = ""] = text.split("\r\n\r\n", 1);
  const [first = "", ...lines] = head.split("\r\n");
  const pairs = lines.map(
    line => [line.split(":", 1)[0]?.toLowerCase() ?? "", line.replace(/^[^:]*:\s*/, "")] as const,
  );
  return { status: Number(first.split(" ")[1] ?? 0), headers: new Map(pairs), text };
}

/** A request's text for `sendRaw`; the connection ends with its answer. */
export const rawRequest = (line: string, headers: Record<string, string> = {}, body = "") =>
  [
    `${line} HTTP/1.1`,
    ...Object.entries({ Host: "localhost", Connection: "close", ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    "",
    body,
  ].join("\r\n");
