/** Where what was done can be taken back. */
import { Dock } from "@/shared/told/Dock";
import { UndoBar } from "@/shared/told/UndoBar";

export function Undo() {
  return (
    <Dock>
      <UndoBar />
    </Dock>
  );
}
