/** What an organisation keeps under names: its members read it, analysts keep, change and delete it. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { CostScenarios, NicheRecipes, ScoreRecipes } from "@/shared/api/shapes";

interface Kinds {
  "score-recipes": ScoreRecipes;
  "niche-recipes": NicheRecipes;
  "cost-scenarios": CostScenarios;
}

export const namedQuery = <Kind extends keyof Kinds>(kind: Kind) =>
  queryOptions({
    queryKey: [kind],
    queryFn: ({ signal }) => get<Kinds[Kind]>(`/${kind}`, {}, signal),
    meta: { personal: true },
  });

/** All of a kind, by name, and how one is kept or deleted. */
export function useNamed<Kind extends keyof Kinds>(kind: Kind, onDeleted?: (id: number) => void) {
  const { may } = useSession();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: [kind] });
  const { data } = useQuery({ ...namedQuery(kind), enabled: may("viewer") });
  const keeping = useMutation({
    mutationFn: (wish: { name: string; [content: string]: unknown }) => post(`/${kind}`, wish),
    onSuccess: again,
  });
  const deleting = useMutation({
    mutationFn: (id: number) => remove(`/${kind}/${id}`),
    onSuccess: (_, id) => onDeleted?.(id),
    onSettled: again,
  });
  const items: Kinds[Kind]["items"] = data?.items ?? [];
  return { items, again, keeping, deleting };
}
