/** In which the proxy tells what renders a page its path; from outside it never arrives. */
export const pageHeader = "x-page";
