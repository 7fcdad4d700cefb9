/** In which the proxy tells what renders a page its path. Only pages read it: the proxy does not stand before the API, where anybody may send it. */
export const pageHeader = "x-page";
