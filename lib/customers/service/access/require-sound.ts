import { transaction } from "@/lib/platform/db";
import { StepFailure } from "@/lib/platform/flow/failure";
import { readUnknown, readWidgets } from "../../queries/access";
import { customerRoles, managersAlwaysMay, widgetNeeds } from "../../schema/access";

const saveAgain = "Save who may do what again, then try again.";

/**
 * Looks at what is kept of a customer's roles before anybody signs in by it; returns what should be looked at. Throws StepFailure `permission`, which names
 * the cell, and `ui_configuration`, which names role and widget.
 */
export const requireSound = (customerId: number): Promise<string[]> =>
  transaction({ customer: customerId }, async tx => {
    const [unknown] = await readUnknown(tx, customerId);
    if (unknown?.kind === "widget")
      throw new StepFailure(
        "ui_configuration",
        `The dashboard of ${unknown.role} names ${unknown.name}, and there is no such widget. ${saveAgain}`,
      );
    if (unknown)
      throw new StepFailure(
        "permission",
        `The role ${unknown.role} has a rule for ${unknown.name}, and there is no such permission. ${saveAgain}`,
      );
    const rules = await tx.customerPermission.findMany({ where: { customerId, isAllowed: true } });
    const may = (role: string, permission: string) =>
      rules.some(rule => rule.role === role && rule.permission === permission);
    const lacks = managersAlwaysMay.find(permission => !may("manager", permission));
    if (lacks)
      throw new StepFailure(
        "permission",
        `The role manager has no right to ${lacks}, so nobody could bring anybody in. Allow it, then try again.`,
      );
    const shown = await readWidgets(tx, customerId);
    return customerRoles.flatMap(role =>
      shown[role]
        .filter(widget => !may(role, widgetNeeds[widget]))
        .map(widget => `The dashboard of ${role} has ${widget}, which this role may not see, so it stays away.`),
    );
  });
