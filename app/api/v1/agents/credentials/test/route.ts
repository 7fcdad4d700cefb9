import { KeyTrial } from "@/lib/agents/schema";
import { testKey } from "@/lib/agents/service/test-key";
import { KeyTestView } from "@/lib/agents/view/credential";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "agent",
  summary: "Test a key to reZEN as typed, or without one that on file",
  body: KeyTrial,
  answers: { data: KeyTestView },
  handle: ({ actor, body }) => testKey(actor, body),
});
