import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Fault } from "./faults";
import type { SandboxState } from "./server";

const sizeLimit = 1024 * 1024;

/** Starts an SMTP server that takes every mail and keeps it in the call log only. */
export async function listenForMail(
  state: SandboxState,
  address: { host: string; port: number },
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: sizeLimit,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? "sandbox" }),
    onData: (stream, session, done) => {
      take(state, stream, session).then(
        failure => done(failure),
        () => done(smtpError(451)),
      );
    },
  });
  // A client that hangs up in mid-talk is the client's affair.
  server.on("error", () => undefined);
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

/** Reads a mail and answers with the error that the fault in force asks for, or null; never settles for "hang". */
async function take(
  state: SandboxState,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<Error | null> {
  const started = performance.now();
  const fault = state.faults.take("smtp", "mail");
  const text = await textOf(stream);
  const failure = fault ? errorOf(fault) : null;
  const { mailFrom, rcptTo } = session.envelope;
  state.calls.add({
    at: new Date().toISOString(),
    upstream: "smtp",
    operation: "mail",
    method: "DATA",
    path: "",
    status: failure ? failure.responseCode : fault === "hang" ? 0 : 250,
    ms: Math.round(performance.now() - started),
    fault,
    authorization: null,
    detail: { from: mailFrom ? mailFrom.address : null, to: rcptTo.map(entry => entry.address), ...headOf(text), text },
  });
  if (fault === "hang") return await new Promise<never>(() => undefined);
  if (fault === "slow") await new Promise(resolve => setTimeout(resolve, 3_000));
  return failure;
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

function errorOf(fault: Fault): (Error & { responseCode: number }) | null {
  if (fault === "slow" || fault === "hang") return null;
  if (fault === "401" || fault === "403") return smtpError(535);
  if (fault === "404") return smtpError(550);
  return smtpError(451);
}

function smtpError(responseCode: number): Error & { responseCode: number } {
  return Object.assign(new Error("The sandbox refuses this mail."), { responseCode });
}
