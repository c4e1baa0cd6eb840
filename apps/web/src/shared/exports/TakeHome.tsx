/** A table to take home, with its columns chosen: as a file, or at an address. */
import { useState } from "react";
import type { Query } from "@/shared/api/client";
import type { ExportTable } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Columns } from "./Columns";
import { Files } from "./Files";
import { NewAddress } from "./NewAddress";

interface Props {
  table: ExportTable;
  filters: Query;
  leads?: boolean;
}

export function TakeHome({ table, filters, leads }: Props) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const names = chosen ?? table.default;
  const columns = chosen === null || chosen.length === 0 ? undefined : chosen.join(",");
  return (
    <div className="flex flex-col gap-4">
      <Columns table={table} chosen={names} onChange={setChosen} />
      <p className="text-sm text-soft">
        {t("exports.all")} {t("exports.kinds")}
      </p>
      <Files table={table.name} query={{ ...filters, columns }} />
      {table.shared && <NewAddress table={table.name} filters={filters} columns={columns} leads={leads} />}
    </div>
  );
}
