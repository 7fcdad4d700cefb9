"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

const Edit = createContext({ isEdited: false, setEdited: (_: boolean) => {} });

/** Holds whether somebody has chosen other columns than those by which the file was read. */
export function MemberImportEdit({ children }: { children: ReactNode }) {
  const [isEdited, setEdited] = useState(false);
  return <Edit value={{ isEdited, setEdited }}>{children}</Edit>;
}

/** Whether other columns are chosen, and how that is told. */
export const useImportEdit = () => useContext(Edit);
