import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { signingGuide } from "@/lib/platform/partner/view/signing-guide";

const samples = Object.entries(signingGuide.samples) as [keyof typeof signingGuide.samples, string][];

/** How a partner signs a request: the text to sign, samples to copy, and values to check one's own against. */
export function SigningGuide() {
  const t = useTranslations("docs.signing");
  return (
    <Card title={<span id="signing">{t("title")}</span>}>
      <div className="grid gap-5">
        <p className="text-pretty">{t("lead")}</p>
        <Code>{signingGuide.stringToSign}</Code>
        <ul className="grid list-disc gap-1 pl-5">
          {(["account", "timestamp", "signature", "path", "once", "key"] as const).map(rule => (
            <li key={rule}>{t(rule)}</li>
          ))}
        </ul>
        {samples.map(([name, text]) => (
          <section key={name} className="grid min-w-0 gap-2">
            <h3 className="font-medium">{t(`samples.${name}`)}</h3>
            <Code>{text}</Code>
          </section>
        ))}
        <section className="grid min-w-0 gap-3">
          <h3 className="font-medium">{t("vectors")}</h3>
          {signingGuide.vectors.map(vector => (
            <Code key={vector.timestamp}>{`${vector.method} ${vector.path}
${vector.body}

${t("secret")} ${vector.secret}
${t("toSign")} ${vector.stringToSign}
${t("result")} ${vector.signature}`}</Code>
          ))}
        </section>
      </div>
    </Card>
  );
}

function Code({ children }: { children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <pre tabIndex={0} className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm">
      {children}
    </pre>
  );
}
