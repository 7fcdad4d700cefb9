import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { OutboxOne } from "@/lib/platform/outbox/view";
import { OutboxError, OutboxKind, OutboxState } from "./outbox-state";

/** All that is known of one message but what it says, and each of its tries. */
export function OutboxMessage({ message }: { message: OutboxOne }) {
  const t = useTranslations("outbox");
  const { id, channel, recipient, providerId, onboardingId, createdAt, tries, attempts } = message;
  const isAllKept = tries.length > 0 || attempts === 0;
  return (
    <>
      <Card title={t("one.facts")}>
        <DescriptionList
          items={[
            { key: "kind", label: t("one.kind"), value: <OutboxKind kind={message.kind} /> },
            { key: "channel", label: t("one.channel"), value: t(`channels.${channel}`) },
            { key: "to", label: t("one.recipient"), value: <span className="font-mono text-sm">{recipient}</span> },
            { key: "state", label: t("one.state"), value: <OutboxState message={message} /> },
            { key: "created", label: t("one.created"), value: <Time value={createdAt} precision="second" relative /> },
            ...(providerId
              ? [
                  {
                    key: "provider",
                    label: t("one.provider"),
                    value: <code className="font-mono text-sm">{providerId}</code>,
                  },
                ]
              : []),
            ...(onboardingId === null
              ? []
              : [
                  {
                    key: "about",
                    label: t("one.about"),
                    value: (
                      <Link
                        href={`/admin/onboardings/${onboardingId}`}
                        prefetch={false}
                        className="link inline-block py-0.5"
                      >
                        {t("onboarding", { id: String(onboardingId) })}
                      </Link>
                    ),
                  },
                ]),
            { key: "id", label: t("one.title"), value: <code className="font-mono text-sm">{id}</code> },
          ]}
        />
      </Card>
      <Card flush title={t("one.tries")} description={t("one.triesLead")}>
        {tries.length > 0 ? (
          <Tries tries={tries} />
        ) : (
          <p className="p-5 text-ink-muted">{t(isAllKept ? "one.noTries" : "one.earlier", { count: attempts })}</p>
        )}
      </Card>
    </>
  );
}

function Tries({ tries }: Pick<OutboxOne, "tries">) {
  const t = useTranslations("outbox.one");
  return (
    <Table caption={t("tries")}>
      <TableHead>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell>{t("outcome")}</HeaderCell>
      </TableHead>
      <TableBody>
        {tries.map(({ at, errorCode }) => (
          <TableRow key={at}>
            <Cell lead label={t("when")} className="font-normal whitespace-nowrap">
              <Time value={at} precision="second" />
            </Cell>
            <Cell label={t("outcome")}>
              <span className="flex flex-wrap items-baseline gap-x-3">
                <Status tone={errorCode ? "danger" : "success"}>{t(errorCode ? "refused" : "ok")}</Status>
                {errorCode ? <OutboxError code={errorCode} /> : null}
              </span>
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
