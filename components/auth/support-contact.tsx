import { useTranslations } from "next-intl";

type SupportContactProps = {
  /** Where people may write to; null where nobody reads. */
  address: string | null;
  /** What may be wrong: the way in, or anything. */
  about?: "trouble" | "anyTrouble";
};

/** Whom to ask, in the same place on each page of a kind; nothing where nobody reads. */
export function SupportContact({ address, about = "trouble" }: SupportContactProps) {
  const t = useTranslations("auth");
  if (address === null) return null;
  return (
    <p className="text-ink-muted">
      {t.rich(about, {
        address: () => (
          <a href={`mailto:${address}`} className="link wrap-anywhere">
            {address}
          </a>
        ),
      })}
    </p>
  );
}
