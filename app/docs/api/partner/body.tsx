import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Word } from "../code";
import { Part } from "./part";

const required = ["partner_user_id", "plan_subscription_id", "phone_number", "name", "dob", "gender"] as const;
const optional = [
  "email_id",
  "addr_line",
  "city",
  "state",
  "pincode",
  "govt_id_name",
  "govt_id_value",
  "nominee_details",
  "fields",
] as const;

/** The fields of an activation; a test compares them with what the address takes. */
export function Body() {
  const t = useTranslations("docs.partner.body");
  return (
    <Part id="body" description={t("plans")} flush>
      <Table caption={t("title")}>
        <TableHead>
          <HeaderCell>{t("name")}</HeaderCell>
          <HeaderCell>{t("rule")}</HeaderCell>
        </TableHead>
        <TableBody>
          {[...required, ...optional].map((field, at) => (
            <TableRow key={field}>
              <Cell lead label={t("name")} className="align-top whitespace-nowrap">
                <Word>{field}</Word>
                <span className="ml-2 text-sm font-normal text-ink-muted sm:ml-0 sm:block">
                  {t(at < required.length ? "required" : "optional")}
                </span>
              </Cell>
              <Cell lead label={t("rule")} className="font-normal">
                {t(`fields.${field}`)}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Part>
  );
}
