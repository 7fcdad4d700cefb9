import { translator } from "@/lib/platform/i18n/language";
import { Mail, MailText, renderMail } from "@/lib/platform/notifications/mail";
import type { MessageContent } from "@/lib/platform/notifications/outbox";
import type { RuleId } from "../schema/activation";

const t = translator("mail.member");

/** Whose plan was due and did not begin, which, and the rules that did not hold. */
export type FailedNews = { name: string; plan: string; missing: readonly RuleId[] };

// What somebody can tell their employer; all else is the employer's.
const details: ReadonlySet<RuleId> = new Set<RuleId>([
  ...(["name", "dob", "gender", "relation", "reach"] as const),
  ...(["govt_id", "address", "pincode", "nominee"] as const),
]);

type Letter = Record<"heading" | "lead" | "next" | "footer", string> & { missing: string[] };

function FailedMail({ heading, lead, missing, next, footer }: Letter) {
  return (
    <Mail preview={lead} heading={heading} footer={footer}>
      <MailText>{lead}</MailText>
      {missing.map(one => (
        <MailText key={one}>{one}</MailText>
      ))}
      <MailText>{next}</MailText>
    </Mail>
  );
}

/** The mail that a plan did not begin when it was due: what was missing in words, and whom to ask. */
export async function failedMail({ name, plan, missing }: FailedNews): Promise<MessageContent> {
  const isTheirs = missing.some(id => details.has(id));
  const letter: Letter = {
    heading: t(name ? "failed.heading" : "failed.headingNameless", { name }),
    lead: t("failed.lead", { plan }),
    missing: missing.map(id => `– ${t(`failed.missing.${id}`)}`),
    next: t(isTheirs ? "failed.tell" : "failed.ask"),
    footer: t("failed.footer"),
  };
  const { heading, lead, next, footer } = letter;
  const text = [heading, lead, letter.missing.join("\n"), next, footer].filter(Boolean).join("\n\n");
  return { subject: t("failed.subject", { plan }), text, html: await renderMail(<FailedMail {...letter} />) };
}
