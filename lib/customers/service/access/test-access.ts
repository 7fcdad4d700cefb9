import { transaction } from "@/lib/platform/db";
import { StepFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { type CustomerRole, customerRoles, type Permission, permissions } from "../../schema/access";
import { type Asked, askAccess } from "./ask-access";
import { closeProbe, openProbe } from "./probe";

/** What a test found of one cell of the matrix. */
export type AccessCheck = Asked & { role: CustomerRole; permission: Permission; isExpected: boolean };

type Cell = { role: CustomerRole; permission: Permission; isExpected: boolean };

/** The matrix as it stands; throws for the first cell that it has not. */
async function readExpected(customerId: number): Promise<Cell[]> {
  const rows = await transaction({ customer: customerId }, tx =>
    tx.customerPermission.findMany({ where: { customerId } }),
  );
  return customerRoles.flatMap(role =>
    permissions.map(permission => {
      const row = rows.find(one => one.role === role && one.permission === permission);
      if (!row)
        throw new StepFailure(
          "permission",
          `The role ${role} has no rule for ${permission}. Check the roles, then try again.`,
        );
      return { role, permission, isExpected: row.isAllowed };
    }),
  );
}

// Nobody's: the answer to who may download says whether there is anything, and to who may not nothing.
const noWorkflow = 999_999_999;

async function findWorkflow(customerId: number): Promise<number> {
  const found = await transaction({ customer: customerId }, tx =>
    tx.workflowExport.findFirst({
      where: { customerId },
      orderBy: { workflowId: "asc" },
      select: { workflowId: true },
    }),
  );
  return found?.workflowId ?? noWorkflow;
}

/** Signs in as a role and asks for everything that the matrix knows, one after the other. */
async function testRole(context: WorkerContext, role: CustomerRole, cells: readonly Cell[]): Promise<AccessCheck[]> {
  const { subjectId: customerId, signal } = context;
  const workflowId = await findWorkflow(customerId);
  const probe = await openProbe(customerId, role);
  try {
    const checks: AccessCheck[] = [];
    for (const cell of cells)
      checks.push({ ...cell, ...(await askAccess({ probe, role, workflowId }, cell.permission, signal)) });
    return checks;
  } finally {
    await closeProbe(probe);
  }
}

const isWrong = ({ isExpected, isGranted }: AccessCheck) => isExpected !== isGranted;
const spell = ({ role, permission, isGranted }: AccessCheck) =>
  `${role} ${isGranted ? "is let in, and may not" : "is refused, and may"} (${permission})`;

/** Throws StepFailure `access_test`, to be tried again, where a rule that was found wrong is another one by now: an admin saved it while the test went on. */
async function requireUnchanged(customerId: number, checks: readonly AccessCheck[]): Promise<void> {
  const wrong = checks.filter(isWrong);
  if (wrong.length === 0) return;
  const rules = await readExpected(customerId);
  const isChanged = ({ role, permission, isExpected }: AccessCheck) =>
    rules.some(rule => rule.role === role && rule.permission === permission && rule.isExpected !== isExpected);
  if (wrong.some(isChanged)) throw new StepFailure("access_test", "Who may do what was changed during the test.", true);
}

/**
 * Asks our own API as each role what is allowed and what refused, and compares it with the matrix. Throws StepFailure `permission` for a matrix that lacks a
 * cell, `access_test` where the matrix was changed meanwhile, and OutboundError where we cannot be reached. Outside any transaction.
 */
export async function testAccess(context: WorkerContext): Promise<AccessCheck[]> {
  const cells = await readExpected(context.subjectId);
  const checks: AccessCheck[] = [];
  for (const role of customerRoles)
    checks.push(
      ...(await testRole(
        context,
        role,
        cells.filter(cell => cell.role === role),
      )),
    );
  await requireUnchanged(context.subjectId, checks);
  return checks;
}

/** Throws StepFailure `access_test`, which names each role and permission of which the answer was another than the matrix says. */
export function requireAsExpected(checks: readonly AccessCheck[]): void {
  const wrong = checks.filter(isWrong);
  if (wrong.length === 0) return;
  throw new StepFailure("access_test", `The access test found a difference: ${wrong.map(spell).join("; ")}.`);
}
