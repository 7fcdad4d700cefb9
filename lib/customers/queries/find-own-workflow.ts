import { notFound } from "next/navigation";
import { AppError } from "@/lib/platform/errors";
import type { WorkflowDetail } from "../view/access";
import { getOwnWorkflow } from "./own-workflows";
import type { CustomerReader } from "./standing";

/** One workflow of the reader's customer for its page, which is not there where the workflow is not. */
export async function findOwnWorkflow(reader: CustomerReader, id: string): Promise<WorkflowDetail> {
  if (!/^\d{1,9}$/.test(id)) notFound();
  return getOwnWorkflow(reader, Number(id)).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === "not_found") notFound();
    throw thrown;
  });
}
