/** Id of the place on top of `main` where a form's problems are shown; without such a place they stand above the form. */
export const problemsId = "problems";
