import { Webhook } from "standardwebhooks";

/** What is signed: the id that a message keeps for ever, the moment of this attempt, and the bytes of the body. */
type Signed = { id: string; at: Date; body: string };

/** The headers of one attempt by Standard Webhooks: a signature with each secret that is good now, the present one first. */
export const signedHeaders = (secrets: readonly string[], { id, at, body }: Signed): Record<string, string> => ({
  "content-type": "application/json",
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
  "webhook-signature": secrets.map(secret => new Webhook(secret).sign(id, at, body)).join(" "),
});
