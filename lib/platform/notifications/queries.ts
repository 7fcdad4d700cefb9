import { z } from "zod";
import { OutboxChannel, OutboxState } from "@/prisma/generated/client";
import { decrypt } from "../crypto";
import { transaction } from "../db";
import { env } from "../env";
import { contentContext, type MessageContent } from "./outbox";

/** A message as `/dev/outbox` shows it; of Slack also what it is about, and whether it takes the place of an earlier text, goes under it, or is left out for a newer one. */
export const MessageView = z.object({
  id: z.string(),
  channel: z.enum(OutboxChannel),
  state: z.enum(OutboxState),
  to: z.string(),
  subject: z.string().optional(),
  body: z.string(),
  code: z.string().optional(),
  link: z.string().optional(),
  topic: z.string().optional(),
  kind: z.enum(["post", "edit", "reply", "replaced"]).optional(),
  createdAt: z.iso.datetime(),
});
export type MessageView = z.infer<typeof MessageView>;

// Messages of an older key cannot be opened any more; they must not hide the newer ones.
function readContent(id: string, payload: string): MessageContent | null {
  try {
    return JSON.parse(decrypt(payload, contentContext(id))) as MessageContent;
  } catch {
    return null;
  }
}

// "+352…" loses its plus in an unescaped query; NUL and lone surrogates no database takes, and no recipient has.
function recipientOf(text: string): string {
  const plain = text.toWellFormed().replaceAll("\0", "").trim().toLowerCase();
  return /^\d{7,15}$/.test(plain) ? `+${plain}` : plain;
}

type Place = { topic: string | null; sequence: number | null; isReply: boolean; errorCode: string | null };

function ofTopic({ topic, sequence, isReply, errorCode }: Place): Pick<MessageView, "topic" | "kind"> {
  if (topic === null) return {};
  if (errorCode === "replaced") return { topic, kind: "replaced" };
  return { topic, kind: isReply ? "reply" : sequence === 1 ? "post" : "edit" };
}

/** The last hundred messages, newest first, with their codes; throws in production. */
export async function listMessages(filter: { to?: string; channel?: OutboxChannel }): Promise<MessageView[]> {
  if (env.appEnv === "production") throw new Error("the outbox is not readable in production");
  const rows = await transaction("system", tx =>
    tx.outboxMessage.findMany({
      where: {
        recipient: filter.to ? recipientOf(filter.to) : undefined,
        channel: filter.channel,
        payload: { not: null },
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 100,
    }),
  );
  return rows.flatMap(({ id, payload, channel, state, recipient, createdAt, ...place }) => {
    const content = payload && readContent(id, payload);
    if (!content) return [];
    const { subject, text, code, link } = content;
    const said = { subject, body: text, code, link, ...ofTopic(place) };
    return [{ id, channel, state, to: recipient, ...said, createdAt: createdAt.toISOString() }];
  });
}
