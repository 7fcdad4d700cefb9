"use client";

import { useTranslations } from "next-intl";
import type { TestAnswer } from "@/components/flow/connection-test";
import type { ClientTestView } from "@/lib/customers/view/client-test";
import type { Envelope } from "@/lib/platform/http/envelope";
import { ClientFindings } from "./client-findings";
import { useSpans } from "./use-spans";

/** Asks the server about credentials; what is not told it knows. */
export type TestClient = (input: Record<string, unknown>) => Promise<Envelope<ClientTestView>>;

type Refused = Extract<ClientTestView, { ok: false }>;

/** Says why credentials were refused, and what to do about it. */
function useRefusedWords() {
  const t = useTranslations("customers.test");
  const { short } = useSpans();
  return ({ class: fault, missing, retryAfterSeconds, message }: Refused) => {
    // Which tenants they are only the message says.
    if (fault === "other_tenant") return { cause: t("other_tenant.cause"), action: message };
    const retry = retryAfterSeconds === null ? "" : ` ${t("retry", { span: short(retryAfterSeconds * 1000) })}`;
    if (fault !== "permission") return { cause: t(`${fault}.cause`), action: `${t(`${fault}.action`)}${retry}` };
    const isExport = missing === "Workflow export";
    return {
      cause: missing ? t("permission.causeNamed", { right: missing }) : t("permission.cause"),
      action: t(isExport ? "permission.actionExport" : "permission.action"),
    };
  };
}

/** Tries credentials and says in words what was found, as a connection test shows it. */
export function useClientTest(test: TestClient) {
  const t = useTranslations("customers.test");
  const wordsOf = useRefusedWords();
  return async (input: Record<string, unknown>): Promise<Envelope<TestAnswer>> => {
    const { data, ...answer } = await test(input);
    if (!data) return { ...answer, data };
    if (!data.ok) {
      const fault = data.class === "other_tenant" ? "unexpected" : data.class;
      return { ...answer, data: { ok: false, class: fault, words: wordsOf(data) } };
    }
    const { tenantId } = data.auth;
    const message = tenantId ? t("connectedTo", { tenant: tenantId }) : t("connected");
    return { ...answer, data: { ok: true, message, details: <ClientFindings {...data} /> } };
  };
}
