import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./faults";

const slowMs = 3_000;
const lineOfBlanks = `250-${" ".repeat(60)}\r\n`;

/** What the server says to a mail: a reply code of SMTP, or null when the fault speaks on the socket itself and the frame must stay silent. */
type MailReply = 250 | 451 | 452 | 535 | 550;

const codes: Partial<Record<Fault, MailReply>> = { "401": 535, "403": 535, "404": 550, moved_total: 452 };
const plain = new Set<Fault>(["429", "500", "503"]);

/** The reply to a mail under a fault: 250, or the code of a refusal. Null: the fault has taken the socket. */
export async function misbehaveOnMail(fault: Fault, socket: Socket | undefined): Promise<MailReply | null> {
  const code = codes[fault] ?? (plain.has(fault) ? 451 : null);
  if (code !== null) return code;
  if (fault === "slow") {
    await sleep(slowMs);
    return 250;
  }
  if (fault === "hang") return null;
  if (fault === "duplicates") {
    socket?.write("250 OK: message queued\r\n");
    return 250;
  }
  if (fault === "reset") socket?.resetAndDestroy();
  else if (fault === "huge" || fault === "endless") talkOn(socket, fault === "huge" ? 100_000 : Infinity);
  else socket?.end(lastWords[fault] ?? "");
  return null;
}

// An answer that ends in its middle, a web page, noise, nothing, and a yes that no book holds.
const lastWords: Partial<Record<Fault, string>> = {
  cut: "25",
  html: "<!doctype html><h1>Bad gateway</h1>\r\n",
  malformed: "\u0001\u0002 what?\r\n",
  empty: "",
  drift: "299 well kept\r\n",
};

/** One answer of many lines that never comes to its last. */
function talkOn(socket: Socket | undefined, lines: number): void {
  if (!socket || lines <= 0 || socket.destroyed) return;
  const some = Math.min(lines, 1_000);
  socket.write(lineOfBlanks.repeat(some), failed => {
    if (!failed) setImmediate(talkOn, socket, lines - some);
  });
}
