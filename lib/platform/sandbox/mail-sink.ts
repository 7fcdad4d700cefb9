import type { Socket } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { misbehaveOnMail } from "./mail-faults";
import type { SandboxState } from "./server";

const sizeLimit = 1024 * 1024;

/** Starts an SMTP server that takes every mail and keeps it in the call log only. */
export async function listenForMail(
  state: SandboxState,
  address: { host: string; port: number },
): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Map<string, Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: sizeLimit,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? "sandbox" }),
    onData: (stream, session, done) => {
      take(state, stream, session, sockets.get(placeOf(session))).then(
        reply => {
          if (reply !== null) done(reply === 250 ? null : smtpError(reply));
        },
        () => done(smtpError(451)),
      );
    },
  });
  // A client that hangs up in mid-talk is the client's affair.
  server.on("error", () => undefined);
  server.server.on("connection", socket => {
    const place = placeOf(socket);
    sockets.set(place, socket);
    socket.on("close", () => sockets.delete(place));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(address.port, address.host, () => resolve());
  });
  const bound = server.server.address();
  return {
    port: typeof bound === "object" && bound ? bound.port : address.port,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

const placeOf = ({ remotePort }: { remotePort?: number | undefined }) => String(remotePort);

/** Reads a mail and answers with the reply that the fault in force asks for; null when nothing more may be said. */
async function take(
  state: SandboxState,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  socket: Socket | undefined,
): Promise<number | null> {
  const started = performance.now();
  const fault = state.faults.take("smtp", "mail");
  const text = await textOf(stream);
  const { mailFrom, rcptTo } = session.envelope;
  // Logged on arrival, as calls are: status 0 means no answer so far.
  const entry = {
    at: new Date().toISOString(),
    upstream: "smtp",
    operation: "mail",
    method: "DATA",
    path: "",
    status: 0,
    ms: Math.round(performance.now() - started),
    fault,
    authorization: null,
    detail: { from: mailFrom ? mailFrom.address : null, to: rcptTo.map(entry => entry.address), ...headOf(text), text },
  };
  state.calls.add(entry);
  const reply = fault ? await misbehaveOnMail(fault, socket) : 250;
  entry.status = reply ?? 0;
  return reply;
}

async function textOf(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString("utf8")
    .slice(0, 64 * 1024);
}

function headOf(text: string): { subject: string | null; messageId: string | null } {
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? "";
  return {
    subject: /^subject:\s*(.*)$/im.exec(head)?.[1] ?? null,
    messageId: /^message-id:\s*(.*)$/im.exec(head)?.[1] ?? null,
  };
}

function smtpError(responseCode: number): Error & { responseCode: number } {
  return Object.assign(new Error("The sandbox refuses this mail."), { responseCode });
}
