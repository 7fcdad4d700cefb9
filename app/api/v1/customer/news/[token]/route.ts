import { z } from "zod";
import { NewsLink } from "@/lib/customers/schema/access";
import { stopNews } from "@/lib/customers/service/news/stop-news";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "link",
  summary: "Ends the mails of a customer's news that this link came with, by one POST of a mail program (RFC 8058)",
  params: NewsLink,
  answers: { data: z.strictObject({ stopped: z.literal(true) }) },
  handle: async ({ params: { token }, http: { address, agent } }) => {
    await stopNews(token, { address, agent });
    return { stopped: true as const };
  },
});
