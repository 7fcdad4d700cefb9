import { z } from "zod";
import { route } from "@/lib/platform/http/route";
import { testSavedKey } from "@/lib/stores/service/test-key";
import { KeyTestView } from "@/lib/stores/view/answers";

export const POST = route({
  auth: "store_owner",
  summary: "Test the Letzshop key that is on file",
  body: z.strictObject({}),
  answers: { data: KeyTestView },
  handle: ({ actor }) => testSavedKey(actor),
});
