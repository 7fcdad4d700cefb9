import { createTranslator } from "next-intl";
import { env } from "@/lib/platform/env";
import { messages } from "@/lib/platform/i18n/messages";
import { Mail, MailButton, MailText, renderMail } from "@/lib/platform/notifications/mail";

const t = createTranslator({ locale: "en", messages, namespace: "stores" });

type Welcome = { code: string; name: string; ownerName: string };

function WelcomeMail({ code, name, ownerName }: Welcome) {
  return (
    <Mail
      preview={t("welcomeMail.preview", { name })}
      heading={t("welcomeMail.heading", { ownerName })}
      footer={t("welcomeMail.footer", { name })}
    >
      <MailText>{t("welcomeMail.lead", { name })}</MailText>
      <MailText>{t("welcomeMail.code", { code })}</MailText>
      <MailButton href={`/store/${code}/onboarding`}>{t("welcomeMail.button")}</MailButton>
    </Mail>
  );
}

/** The one mail after a store is verified: what comes next and where. */
export async function welcomeMail(store: Welcome) {
  const link = `${env.appUrl}/store/${store.code}/onboarding`;
  const { code, name } = store;
  return {
    subject: t("welcomeMail.subject", { name }),
    text: [
      t("welcomeMail.lead", { name }),
      t("welcomeMail.code", { code }),
      `${t("welcomeMail.button")}: ${link}`,
      t("welcomeMail.footer", { name }),
    ].join("\n\n"),
    html: await renderMail(<WelcomeMail {...store} />),
    link,
  };
}
