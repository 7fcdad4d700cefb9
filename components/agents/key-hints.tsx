import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

const code = (chunks: ReactNode) => <code className="font-mono">{chunks}</code>;

/** The sandbox's key, in the demo. */
export function DemoKey({ apiKey, agentId, asksAgentId }: { apiKey: string; agentId: string; asksAgentId: boolean }) {
  const t = useTranslations("agents.key.demo");
  return (
    <Notice title={t("title")}>
      {t.rich(asksAgentId ? "textWithId" : "text", { key: apiKey, id: agentId, code })}
    </Notice>
  );
}

const ways = ["open", "keys", "generate"] as const;

/** Where at reZEN a key is made, folded away for who has one. */
export function WhereKeyIs() {
  const t = useTranslations("agents.key.where");
  return (
    <details className="rounded-md border border-line bg-surface px-4 py-1.5">
      <summary className="link w-fit cursor-pointer py-2">{t("title")}</summary>
      <ol className="grid list-decimal gap-1.5 pt-1 pl-5">
        {ways.map(way => (
          <li key={way}>{t(way)}</li>
        ))}
      </ol>
      <p className="py-2.5 text-sm text-ink-muted">{t("note")}</p>
    </details>
  );
}
