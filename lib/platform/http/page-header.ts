/** In which the proxy tells what renders a page its path. Only pages read it: the proxy does not stand before the API, where anybody may send it. */
export const pageHeader = "x-page";

/** The same of what its address asks, with its question mark; empty where it asks nothing. */
export const searchHeader = "x-page-search";
