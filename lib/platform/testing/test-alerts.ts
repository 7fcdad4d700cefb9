import { afterAll, vi } from "vitest";
import { type Tx, transaction } from "../db";
import { deliver } from "../notifications/delivery";
import { listenForMail } from "../sandbox/mail-sink";
import { type SandboxState, sandboxState } from "../sandbox/server";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

/** Takes the mails of a test's own, and has the rules of alerts looked at a moment ago, so that the test alert of an onboarding can arrive; call it before anything reads the environment. */
export async function takeTestAlerts(): Promise<SandboxState> {
  const state = sandboxState(0);
  const mail = await listenForMail(state, { host: "127.0.0.1", port: 0 });
  vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${mail.port}`);
  afterAll(() => mail.close());
  await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = now() - interval '20 s'`);
  return state;
}

/** Sends what an onboarding has written as its test alert, as a worker does. */
export async function deliverTestAlert({ onboardingId }: { onboardingId: number }): Promise<void> {
  const written = await system(
    tx => tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM outbox_message WHERE starts_with(dedupe_key, ${`customer-monitoring:${onboardingId}:`}) AND state = 'pending'`,
  );
  for (const { id } of written) await deliver(id);
}
