/** A form that makes a list. */
import { useMutation } from "@tanstack/react-query";
import { post } from "@/shared/api/client";
import type { ListMade } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { NameForm } from "@/shared/ui/NameForm";

interface Props {
  button: string;
  onMade: (list: { list_id: number; name: string }) => void;
}

export function NewList({ button, onMade }: Props) {
  const { t } = useTexts();
  const making = useMutation({
    mutationFn: (name: string) => post<ListMade>("/watchlist/lists", { name }),
    onSuccess: ({ list_id }, name) => onMade({ list_id, name }),
  });
  return (
    <NameForm
      // A list that was made leaves the field empty for the next.
      key={making.isSuccess ? making.data.list_id : 0}
      label={t("lists.new")}
      button={button}
      taken={t("lists.taken")}
      error={making.error}
      pending={making.isPending}
      onSend={making.mutate}
    />
  );
}
