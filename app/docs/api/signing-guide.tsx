import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { signingGuide } from "@/lib/platform/partner/view/signing-guide";
import { Code } from "./code";

/** That partners sign their requests, over which text, and where all about it is. */
export function SigningGuide() {
  const t = useTranslations("docs.signing");
  return (
    <Card title={<span id="signing">{t("title")}</span>}>
      <div className="grid gap-4">
        <p className="text-pretty">{t("lead")}</p>
        <Code>{signingGuide.stringToSign}</Code>
        <p>
          <Link href="/docs/api/partner" className="link">
            {t("more")}
          </Link>
        </p>
      </div>
    </Card>
  );
}
