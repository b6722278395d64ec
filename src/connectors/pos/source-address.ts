/** Where orders are fetched from, as the transport wants it: the setting `url` may have a query and need not end in a slash. */
export const sourceAddress = (url: string): { baseUrl: string; path: string; query: string } => {
  const { origin, pathname, search } = new URL(url);
  const directory = pathname.slice(0, pathname.lastIndexOf('/') + 1);
  return { baseUrl: `${origin}${directory}`, path: pathname.slice(directory.length), query: search.slice(1) };
};
