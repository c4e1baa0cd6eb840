export function keptFiles(names: readonly string[]): string[];
export function filledIn(text: string, version: string, files: readonly string[]): string;
