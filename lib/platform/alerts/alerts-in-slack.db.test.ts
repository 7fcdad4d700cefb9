import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { type Tx, transaction } from "../db";
import { deliver } from "../notifications/delivery";
import { listen, sandboxState } from "../sandbox/server";
import { type SlackMessage, sandboxSlack, slackSandbox } from "../sandbox/slack";
import { evaluateAlerts } from "./evaluate";
import { prepareRules } from "./rules";

const http = await listen(sandboxState(0), [slackSandbox()], { host: "127.0.0.1", port: 0 });
const environment = {
  APP_URL: "https://gangway.example",
  SLACK_API_URL: `${http.url}/slack/api`,
  SLACK_BOT_TOKEN: sandboxSlack.token,
  SLACK_CHANNEL: "#onboarding",
  OUTBOUND_PRIVATE_ORIGINS: http.url,
};
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);

afterAll(() => http.close());

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const setChannels = (channels: string[]) =>
  system(tx => tx.$executeRaw`UPDATE alert_rule SET enabled = id = 'open_circuits', channels = ${channels}`);
const circuitOpen = (isOpen: boolean) =>
  system(async tx => {
    await tx.upstreamBreaker.deleteMany();
    if (!isOpen) return;
    const openedAt = new Date(Date.now() - 10 * 60_000);
    await tx.upstreamBreaker.create({
      data: { name: "twilio", failures: 9, openedAt, probeAfter: new Date(), updatedAt: new Date() },
    });
  });

beforeEach(async () => {
  await system(prepareRules);
  await system(tx => tx.alert.deleteMany());
  await system(tx => tx.outboxMessage.deleteMany());
  await fetch(`${http.url}/slack/_messages`, { method: "DELETE" });
});

async function evaluate(): Promise<void> {
  await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL`);
  await evaluateAlerts();
  for (const { id } of await system(tx => tx.outboxMessage.findMany({ where: { state: "pending" } })))
    await deliver(id);
}
const shown = async () => (await (await fetch(`${http.url}/slack/_messages`)).json()) as SlackMessage[];

test("F25: an alert is one message in Slack that says in the end that it is over, also where no admin can be written to", async () => {
  await setChannels(["slack"]);
  await circuitOpen(true);
  await evaluate();
  await evaluate();
  expect(await shown()).toMatchObject([
    {
      text: expect.stringMatching(
        /^\*A provider does not answer\*\n.*twilio.*\n.+\n<https:\/\/gangway\.example\/admin\/alerts>$/,
      ),
      edits: 0,
    },
  ]);
  await circuitOpen(false);
  await evaluate();
  expect(await shown()).toMatchObject([{ text: expect.stringContaining("Over"), edits: 1 }]);
});

test("F25: a rule that does not name Slack tells nothing there, and counts nothing as told", async () => {
  await setChannels(["email"]);
  await circuitOpen(true);
  await evaluate();
  expect(await shown()).toEqual([]);
  expect(await system(tx => tx.alert.findMany({ select: { told: true } }))).toEqual([{ told: 0 }]);
});
