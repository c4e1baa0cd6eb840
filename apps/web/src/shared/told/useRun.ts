/** Does a deed, tells of it for a while with the way back, and takes back what was shown beforehand where it failed. */
import { useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";
import { tell } from "./undo";

export interface Deed<T> {
  send: () => Promise<T>;
  words: (answer: T) => string;
  undo?: () => Promise<unknown>;
  /** Takes back what was shown beforehand. */
  unshow?: () => void;
}

/** `stale`: the first words of the keys of what is asked for again after each deed. */
export function useRun(stale: readonly string[]) {
  const client = useQueryClient();
  const { t } = useTexts();
  const { session } = useSession();
  const problem = useProblemText();
  const orgId = session?.org_id ?? null;

  const askAgain = () => Promise.all(stale.map((first) => client.invalidateQueries({ queryKey: [first] })));
  const failed = (error: unknown) => tell({ words: problem(error), bad: true, orgId });

  const offer = (words: string, undo?: () => Promise<unknown>) => {
    const back = async (taking: () => Promise<unknown>) => {
      try {
        await taking();
        tell({ words: t("undo.undone"), orgId });
      } catch (error) {
        failed(error);
      } finally {
        void askAgain();
      }
    };
    tell({ words, orgId, undo: undo && (() => back(undo)) });
  };

  /** Does it and tells of it; whether it was done. */
  async function run<T>({ send, words, undo, unshow }: Deed<T>): Promise<boolean> {
    try {
      offer(words(await send()), undo);
      return true;
    } catch (error) {
      unshow?.();
      failed(error);
      return false;
    } finally {
      void askAgain();
    }
  }
  return { run, offer, askAgain };
}
