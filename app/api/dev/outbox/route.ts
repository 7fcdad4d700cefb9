import { z } from "zod";
import { route } from "@/lib/platform/http/route";
import { listMessages, MessageView } from "@/lib/platform/notifications/queries";

/** The messages that demo and test keep, newest first. */
export const GET = route({
  auth: "dev",
  summary: "Read sent messages (demo and test only)",
  query: z.strictObject({ to: z.string().max(320).optional(), channel: z.enum(["sms", "email", "slack"]).optional() }),
  answers: { data: z.array(MessageView) },
  handle: ({ query }) => listMessages(query),
});
