import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { DealDetail as Deal, DealField } from "@/lib/agents/view/deal-detail";
import { spellOut } from "../use-words";
import { DealChanges } from "./deal-changes";
import { DealPayments, DealPeople } from "./deal-people";
import { useDealWords } from "./use-deal-words";

/** Everything that is here of a deal. */
export function DealDetail({ deal }: { deal: Deal }) {
  const t = useTranslations("agents.deals");
  return (
    <div className="grid grid-cols-1 gap-6">
      <DealChanges changes={deal.changes} />
      <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-2">
        {deal.groups.map(({ name, fields }) => (
          <Card key={name} title={t(`sections.${name}`)}>
            <FieldList fields={fields} />
          </Card>
        ))}
      </div>
      {deal.people ? <DealPeople people={deal.people} /> : null}
      {deal.paid ? <DealPayments paid={deal.paid} /> : null}
    </div>
  );
}

function FieldList({ fields }: { fields: readonly DealField[] }) {
  const t = useTranslations("agents.deals");
  const items = fields
    .filter(({ value }) => value !== null && value !== "")
    .map(field => ({
      key: field.name,
      label: t.has(`fields.${field.name}` as "fields.code") ? t(`fields.${field.name}` as "fields.code") : field.name,
      value: <FieldValue field={field} />,
    }));
  if (items.length === 0) return <p className="text-ink-muted">{t("noFields")}</p>;
  return <DescriptionList items={items} className="-my-3" />;
}

function FieldValue({ field }: { field: DealField }) {
  const { money, percent } = useDealWords();
  const { as, value } = field;
  if (value === null) return null;
  if (as === "money") return <span className="tabular-nums">{money(value, field.currency)}</span>;
  if (as === "percent") return <span className="tabular-nums">{percent(value)}</span>;
  if (as === "day") return <Day value={value} />;
  if (as === "moment") return <Time value={value} />;
  return as === "word" ? spellOut(value) : value;
}
