// Owns every object URL of the page. Refuses to let one outlive "Forget".

const live = new Set<string>();

/** Make a URL under which this page, and only it, can show a picture in its memory. */
export function createObjectUrl(blob: Blob): string {
  const url = URL.createObjectURL(blob);
  live.add(url);
  return url;
}

/** Revoke one URL: its picture is not shown any more. */
export function revokeObjectUrl(url: string): void {
  URL.revokeObjectURL(url);
  live.delete(url);
}

/** Revoke every URL made, so that the browser can let go of the pictures behind them. */
export function forgetObjectUrls(): void {
  for (const url of live) URL.revokeObjectURL(url);
  live.clear();
}
