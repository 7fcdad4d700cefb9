import { getTranslations } from "next-intl/server";
import { WebhookLog } from "@/components/admin/webhook-log";
import { Card } from "@/components/ui/card";
import { ChoiceLinks } from "@/components/ui/choice-links";
import { Pagination } from "@/components/ui/pagination";
import { listMessages } from "@/lib/platform/webhooks/queries";
import { MessageSearch, messageStates } from "@/lib/platform/webhooks/schema";

/** Which part of the log an address shows. */
export type MessagesSearch = Promise<{ cursor?: unknown; state?: unknown }>;
type MessagesProps = { accountId: string; canSend: boolean; here: string; searchParams: MessagesSearch };

const { cursor, state } = MessageSearch.shape;

/** The delivery log of an account, a page at a time, all of it or the messages of one state. */
export async function Messages({ accountId, canSend, here, searchParams }: MessagesProps) {
  const given = await searchParams;
  const [place, chosen] = [cursor.catch(undefined).parse(given.cursor), state.catch(undefined).parse(given.state)];
  const { items, nextCursor } = await listMessages(accountId, { cursor: place, state: chosen, limit: 25 });
  const t = await getTranslations("partners.webhook.log");
  const to = (more: Record<string, string | undefined>) => {
    const query = Object.entries(more).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
    return query.length > 0 ? `${here}?${query.join("&")}` : here;
  };
  const links = [undefined, ...messageStates].map(one => ({
    href: to({ state: one }),
    label: t(one === undefined ? "all" : `states.${one}`),
    current: one === chosen,
  }));
  return (
    <>
      <Card
        flush
        title={t("title")}
        description={t("lead")}
        actions={<ChoiceLinks label={t("filter")} links={links} />}
      >
        <WebhookLog messages={items} canSend={canSend} isFiltered={chosen !== undefined} />
      </Card>
      <Pagination
        isBackToStart
        label={t("title")}
        previous={place ? to({ state: chosen }) : null}
        next={nextCursor ? to({ state: chosen, cursor: nextCursor }) : null}
      />
    </>
  );
}
