import { createTranslator } from "next-intl";
import { env } from "../env";
import { messages } from "../i18n/messages";
import { Mail, MailButton, MailText, renderMail } from "../notifications/mail";
import type { ReportFigures } from "./schema";

// Of the team: in its one language.
const t = createTranslator({ locale: "en", timeZone: "UTC", messages, namespace: "reports" });

const sumOf = (counts: readonly number[]) => counts.reduce((sum, one) => sum + one, 0);

/** The mail about a month's report: its sums in three sentences, and where the rest is. */
export async function reportMail(month: string, { onboardings, failures, alerts, targets }: ReportFigures) {
  const date = new Date(`${month}-15T12:00:00Z`);
  const [begun, completed] = [sumOf(onboardings.map(one => one.begun)), sumOf(onboardings.map(one => one.completed))];
  const counts = { failures: sumOf(failures.map(one => one.count)), alerts: sumOf(alerts.map(one => one.opened)) };
  const lines = [
    t("mail.onboardings", { begun, completed }),
    t("mail.troubles", counts),
    t("mail.targets", {
      missed: targets.filter(({ state }) => state === "missed").length,
      met: targets.filter(({ state }) => state === "met").length,
    }),
  ];
  const [heading, footer, button] = [t("one", { date }), t("mail.footer"), t("mail.button")];
  const place = `/admin/metrics/reports/${month}`;
  const link = new URL(place, env.appUrl).toString();
  return {
    subject: heading,
    text: [heading, ...lines, `${button}: ${link}`, footer].join("\n\n"),
    html: await renderMail(
      <Mail locale="en" preview={lines[0] ?? ""} heading={heading} footer={footer}>
        {lines.map(line => (
          <MailText key={line}>{line}</MailText>
        ))}
        <MailButton href={place}>{button}</MailButton>
      </Mail>,
    ),
    link,
  };
}
