// Owns handing a file to the person. Refuses names that say anything about them.

/** Save what is in this page's memory. @param url - Object URL of it. */
export function saveFile(url: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}
