import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { tellSlack } from "@/lib/platform/notifications/slack";
import type { SlackMessage } from "@/lib/platform/sandbox/slack";
import { expect, test } from "./fixtures";
import { look, open } from "./look";

test("F25: one message per topic in Slack, edited in place, with a thread; the outbox shows each as what it is", async ({
  page,
}) => {
  const topic = `run:${Date.now()}`;
  const tell = (text: string, reply?: string) =>
    transaction("system", tx =>
      tellSlack(tx, { topic, text, dedupeKey: `${topic}:${text}`, ...(reply ? { reply } : {}) }),
    );
  const shown = async () => {
    const all = (await (await fetch(`${env.sandboxUrl}/slack/_messages`)).json()) as SlackMessage[];
    const one = all.find(({ text }) => text.startsWith(topic));
    return { one, replies: all.filter(({ thread_ts }) => one && thread_ts === one.ts).map(({ text }) => text) };
  };
  await tell(`${topic} started`);
  await expect.poll(async () => (await shown()).one?.text).toBe(`${topic} started`);
  await tell(`${topic} complete, see ${env.appUrl}/admin`, "Equity: two months are missing");
  await expect.poll(shown).toMatchObject({
    one: { text: `${topic} complete, see <${env.appUrl}/admin>`, edits: 1 },
    replies: ["Equity: two months are missing"],
  });

  const { data } = await (await page.request.get("/api/dev/outbox", { params: { channel: "slack" } })).json();
  const listed = (data as { topic: string; kind: string }[]).filter(message => message.topic === topic);
  expect(listed.map(({ kind }) => kind).sort()).toEqual(["edit", "post", "reply"]);
  await open(page, "/dev/outbox?to=%23onboarding");
  await expect(page.getByText(`Takes the place of the message about ${topic}`)).toBeVisible();
  await look(page, "outbox with Slack");
});
