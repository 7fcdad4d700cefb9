import { getCredential } from "@/lib/agents/queries/credential";
import { RezenKey } from "@/lib/agents/schema";
import { deleteKey } from "@/lib/agents/service/delete-key";
import { saveKey } from "@/lib/agents/service/save-key";
import { CredentialView } from "@/lib/agents/view/credential";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "agent",
  summary: "Key to reZEN: what may be told of it",
  answers: { data: CredentialView },
  handle: ({ actor }) => getCredential(actor.userId),
});

export const PUT = route({
  auth: "agent",
  summary: "Key to reZEN: test and save; steps of a sync that failed for want of it are tried again",
  body: RezenKey,
  answers: { data: CredentialView },
  handle: async ({ actor, body, http }) => {
    await saveKey(actor, body, http.address);
    return getCredential(actor.userId);
  },
});

export const DELETE = route({
  auth: "agent",
  summary: "Key to reZEN: delete; it is gone at once",
  answers: { data: CredentialView },
  handle: async ({ actor, http }) => {
    await deleteKey(actor, http.address);
    return getCredential(actor.userId);
  },
});
