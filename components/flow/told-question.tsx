"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Question } from "./question";
import type { QuestionProps } from "./question-dialog";

type ToldQuestionProps = Omit<QuestionProps, "onDone"> & {
  /** What is said when it is done, to those who do not see the page change. */
  done: string;
};

/** A question after which the page is drawn anew, and says that it is done. */
export function ToldQuestion({ done, ...question }: ToldQuestionProps) {
  const router = useRouter();
  const [told, setTold] = useState("");
  return (
    // In its own box, because the hidden words would else stick out of a table's.
    <span className="relative">
      <span role="status" className="sr-only">
        {told}
      </span>
      <Question
        {...question}
        onDone={() => {
          // Kept, because afterwards the button may be another one.
          setTold(done);
          router.refresh();
        }}
      />
    </span>
  );
}
