import type { Catalogue, Line } from "@/lib/platform/outbound/catalogue";

type Field = "zuoraBaseUrl" | "zuoraClientId" | "zuoraClientSecret";
type Own = "unreadable" | "unavailable" | "other_client" | "other_tenant";

const nobodys = { waits: false, field: null } as const;

/** What the token's own address says otherwise than by its status: a grant that is not allowed, or a client that may not have tokens, is no working credential. */
export const tokenLines: readonly Line[] = [{ statuses: [400, 403], kind: "auth" }];

/** All that can go wrong with a customer's tenant at Zuora. The last two digits of a reason's code say what it is (developer.zuora.com, "Errors"). */
export const zuoraCatalogue: Catalogue<Field, Own> = {
  lines: [
    { code: /^\d{6}10$/, kind: "permission" },
    { code: /^\d{6}11$/, kind: "auth" },
    { code: /^\d{6}40$/, kind: "wrong_address" },
    { code: /^\d{6}70$/, kind: "rate_limit" },
    // Those that pass by themselves are tried again.
    { code: /^\d{6}(50|61|99)$/, kind: "unreachable" },
  ],
  remedies: {
    // Of a client that is refused the secret is what was exchanged; its ID stands beside it.
    auth: {
      ...{ waits: true, field: "zuoraClientSecret" },
      text: "Zuora does not accept the client ID and secret at this address. Enter them again, and it goes on by itself.",
    },
    permission: {
      ...{ waits: true, field: "zuoraClientId" },
      text: "The client may not do this at Zuora. Give its user that right, then test the credentials.",
    },
    wrong_address: {
      ...{ waits: true, field: "zuoraBaseUrl" },
      text: "This is not the address of a Zuora tenant. Choose the data centre of the customer's tenant.",
    },
    unreadable: {
      ...{ waits: true, field: "zuoraClientSecret" },
      text: "We can no longer open the stored client secret. Enter it again, and it goes on.",
    },
    other_tenant: {
      ...{ waits: false, field: "zuoraClientId" },
      text: "These credentials are of another tenant than the one whose workflows are here.",
    },
    rate_limit: {
      ...{ ...nobodys, text: "The tenant has used up its calls at Zuora. It goes on when Zuora counts anew." },
    },
    unreachable: { ...nobodys, text: "Zuora cannot be reached right now." },
    unavailable: { ...nobodys, text: "Something has to be put right on our side first. It goes on by itself." },
    other_client: { ...nobodys, text: "There are other credentials now. It goes on with them in a moment." },
    unexpected: { waits: false, field: null, text: "Zuora gave an answer that we do not understand." },
  },
  busy: "Many customers are being synced at this moment.",
};
