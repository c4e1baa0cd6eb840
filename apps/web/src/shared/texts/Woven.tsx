/** A text in whose places stand parts of the page, such as links: `{place}` becomes the part of that name. */
import { Fragment, type ReactNode } from "react";

export function Woven({ text, parts }: { text: string; parts: Record<string, ReactNode> }) {
  // Every second piece is a place's name.
  return text
    .split(/\{(\w+)\}/)
    .map((piece, at) => (at % 2 ? <Fragment key={at}>{parts[piece] ?? `{${piece}}`}</Fragment> : piece));
}
