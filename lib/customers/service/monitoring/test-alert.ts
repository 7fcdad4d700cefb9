import { writeTestAlert } from "@/lib/platform/alerts/service/test-alert";
import { audit } from "@/lib/platform/audit";
import { now } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";
import { DeferredFailure, StepFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { KeptTest, readArrivals } from "../../queries/monitoring";
import type { CustomerRule, TestArrival } from "../../view/monitoring";

/** How long a test alert may take; an alert is to arrive within a minute (sources/002), and one try may be lost. */
export const longestSeconds = 150;

// What is on its way by a channel by which another message has arrived already is waited for so long and no longer.
const politeSeconds = 20;

const lookAgainSeconds = 1;
// The step itself says when it is too late.
const patienceSeconds = 3600;

const words: Record<TestArrival["channel"], string> = { email: "e-mail", sms: "SMS", slack: "Slack" };
const named = (channels: Iterable<TestArrival["channel"]>) =>
  [...new Set(channels)].map(channel => words[channel]).join(", ");

// One for each run: a retry is another run and sends a new one, whoever takes this one over sends nothing.
const topicOf = ({ onboardingId, runId }: WorkerContext) => `customer-monitoring:${onboardingId}:${runId}`;

const nobody = () =>
  new StepFailure(
    "nobody_to_tell",
    "No admin has a confirmed e-mail address, so nobody would hear of an alert. Let one confirm theirs, then try again.",
  );

async function write(tx: Tx, context: WorkerContext, channels: readonly string[]): Promise<KeptTest> {
  const topic = topicOf(context);
  const messages = await writeTestAlert(tx, { kind: "failing_customer_syncs", channels, topic });
  if (messages === 0) throw nobody();
  await audit(tx, {
    action: "customer.alert_tested",
    actor: { kind: "system" },
    subject: { kind: "customer", id: context.subjectId },
    detail: { jobId: context.runId, messages },
  });
  return { topic, sentAt: (await now()).toISOString() };
}

/** The test of this run: the one that was sent already, or one that is sent now. */
async function open(context: WorkerContext, channels: readonly string[]): Promise<KeptTest> {
  const kept = KeptTest.safeParse(context.cursor).data;
  if (kept?.topic === topicOf(context)) return kept;
  const sent = await transaction("system", tx => write(tx, context, channels));
  await context.page({ done: 3, total: 4, cursor: sent });
  return sent;
}

type Judged = { messages: TestArrival[]; isLate: boolean };

const arrivedBy = (messages: readonly TestArrival[]) =>
  new Set(messages.filter(({ state }) => state === "arrived").map(({ channel }) => channel));

/** What is worth waiting for: one mailbox of many may take its time. */
function listAwaited(messages: readonly TestArrival[], ageSeconds: number): TestArrival[] {
  const arrived = arrivedBy(messages);
  return messages.filter(
    ({ state, channel }) => state === "pending" && (ageSeconds < politeSeconds || !arrived.has(channel)),
  );
}

// One mailbox of many may be gone: an alert is told where one message of each way arrives.
function requireArrival({ messages, isLate }: Judged): void {
  const arrived = arrivedBy(messages);
  const missing = messages.filter(({ channel }) => !arrived.has(channel));
  if (missing.length === 0) return;
  const why = [...new Set(missing.flatMap(({ error }) => (error === null ? [] : [error])))].join(", ");
  const how = isLate ? `did not arrive within ${longestSeconds} seconds` : "was refused";
  throw new StepFailure(
    "notification",
    `The test alert by ${named(missing.map(({ channel }) => channel))} ${how}${why ? ` (${why})` : ""}. Check the settings for it, then try again.`,
  );
}

const warningsOf = (messages: readonly TestArrival[], channels: readonly string[]): string[] => {
  const lost = messages.filter(({ state }) => state !== "arrived");
  const untried = (["sms", "slack"] as const).filter(
    channel => channels.includes(channel) && !messages.some(message => message.channel === channel),
  );
  return [
    ...(lost.length > 0
      ? [
          `${lost.length} of ${messages.length} test messages had not arrived: ${named(lost.map(({ channel }) => channel))}.`,
        ]
      : []),
    ...(untried.length > 0 ? [`The rules tell by ${named(untried)}, and nothing is set up to do so.`] : []),
  ];
};

/**
 * Sends a test alert by every channel by which an alert of this customer is told, and waits, with no worker held, until one message of each has arrived. Throws StepFailure
 * `nobody_to_tell`, and `notification` with the channel and the reason for one that was refused or is late.
 */
export async function testAlert(context: WorkerContext, rules: readonly CustomerRule[]) {
  const channels = [...new Set(rules.filter(({ enabled }) => enabled).flatMap(rule => rule.channels))];
  const { topic, sentAt } = await open(context, channels);
  const messages = await transaction("system", tx => readArrivals(tx, topic));
  const ageSeconds = (Number(await now()) - Date.parse(sentAt)) / 1000;
  const awaited = listAwaited(messages, ageSeconds);
  if (awaited.length > 0 && ageSeconds <= longestSeconds)
    throw new DeferredFailure(
      new StepFailure(
        "notification",
        `The test alert by ${named(awaited.map(({ channel }) => channel))} is on its way.`,
      ),
      lookAgainSeconds,
      { longestSeconds: patienceSeconds },
    );
  requireArrival({ messages, isLate: awaited.length > 0 });
  return { testAlert: { sentAt, messages }, warnings: warningsOf(messages, channels) };
}
