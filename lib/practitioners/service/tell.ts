import type { PersonContext, ToldFields } from "@/lib/platform/flow/step";
import {
  type CallingData,
  callingFields,
  guessedFields,
  originsOf,
  prefillBasicInfo,
  prefillPracticeType,
} from "./prefill";

type Reading = Pick<PersonContext, "tx" | "subjectId">;

const tell =
  (fieldsOf: (data: CallingData) => Record<string, string | null>) =>
  async ({ tx, subjectId }: Reading): Promise<ToldFields> => {
    const data = await tx.practitioner.findUniqueOrThrow({ where: { id: subjectId }, select: callingFields });
    const fields = fieldsOf(data);
    const origins = Object.entries(originsOf(data, fields, guessedFields));
    return Object.fromEntries(
      origins.flatMap(([name, origin]) => (origin ? [[name, { value: fields[name] ?? "", ...origin }]] : [])),
    );
  };

/** What the calling system tells of step 1 at this moment, saved or not. */
export const tellBasicInfo = tell(prefillBasicInfo);

/** What it tells of step 3. */
export const tellProfessionalDetails = tell(data => ({ practiceType: prefillPracticeType(data) }));
