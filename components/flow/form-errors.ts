import type { FieldError, FieldErrors, FieldValues } from "react-hook-form";
import type { SummaryError } from "@/components/ui/error-summary";

/** All errors of a form, flat, in the order in which the form asks (that of its default values). */
export function listFormErrors(errors: FieldErrors, order: FieldValues): SummaryError[] {
  const found = collect(errors, "");
  const places = Object.keys(order);
  const place = (error: SummaryError) => {
    const at = places.indexOf(error.field?.split(".")[0] ?? "");
    return at === -1 ? places.length : at;
  };
  return found.sort((one, other) => place(one) - place(other));
}

function collect(node: object, path: string): SummaryError[] {
  if (isFieldError(node))
    return node.message ? [{ field: isRoot(path) ? undefined : path, message: node.message }] : [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === "object" && value !== null ? collect(value, path ? `${path}.${key}` : key) : [],
  );
}

function isFieldError(node: object): node is FieldError {
  return "type" in node && typeof node.type === "string" && !("nodeType" in node);
}

function isRoot(path: string): boolean {
  return path === "" || path === "root" || path.startsWith("root.");
}
