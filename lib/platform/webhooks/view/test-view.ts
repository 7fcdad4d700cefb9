import { getTranslations } from "next-intl/server";
import type { WebhookTestView } from "../schema";
import type { WebhookTest } from "../service/send";

/** What a test message came to, in the language of the request. */
export async function toTestView({ fault, ...test }: WebhookTest): Promise<WebhookTestView> {
  const t = await getTranslations("partners.webhook.test");
  const status = test.status ?? 0;
  return { ...test, message: fault === null ? t("taken", { status }) : t(fault, { status }) };
}
