import { z } from "zod";
import { route } from "@/lib/platform/http/route";
import { ReminderLink } from "@/lib/platform/reminders/schema";
import { stopReminders } from "@/lib/platform/reminders/service";

export const GET = route({
  auth: "public",
  summary: "Leads to the page that asks before it stops reminders",
  params: ReminderLink,
  answers: { file: "text/html" },
  handle: async ({ params: { token } }) => {
    const Location = `/reminders/${encodeURIComponent(token)}`;
    return new Response(null, { status: 303, headers: { Location, "Cache-Control": "private, no-store" } });
  },
});

export const POST = route({
  auth: "link",
  summary: "Stops the reminders that this link came with, by one POST of a mail program too (RFC 8058)",
  params: ReminderLink,
  answers: { data: z.strictObject({ stopped: z.literal(true) }) },
  handle: async ({ params, http: { address, agent } }) => {
    await stopReminders(params, { address, agent });
    return { stopped: true as const };
  },
});
