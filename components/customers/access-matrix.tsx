import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { permissions, widgets } from "@/lib/customers/schema/access";
import type { AccessView } from "@/lib/customers/view/access";
import { AccessGrid } from "./access-grid";
import { AccessAnswer } from "./access-mark";
import { useAccessWords } from "./use-access-words";

/** Who may do what, and what each role sees first, for those who only look. */
export function AccessMatrix({ access }: { access: Pick<AccessView, "matrix" | "widgets"> }) {
  const t = useTranslations("customers.access");
  const words = useAccessWords();
  return (
    <>
      <Card flush title={t("rights")}>
        <AccessGrid
          caption={t("rights")}
          head={t("permission")}
          names={permissions}
          say={words.permission}
          cell={(role, name) => (
            <AccessAnswer
              isAllowed={access.matrix.some(one => one.role === role && one.permission === name && one.isAllowed)}
            />
          )}
        />
      </Card>
      <Card flush title={t("dashboards")}>
        <AccessGrid
          caption={t("dashboards")}
          head={t("widget")}
          names={widgets}
          say={words.widget}
          cell={(role, name) => <AccessAnswer isAllowed={access.widgets[role].includes(name)} />}
        />
      </Card>
    </>
  );
}
