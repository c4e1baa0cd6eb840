/** What is below the first view: scenarios beside one another, those that are kept, and the rates that hold. */
import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/shared/api/session";
import type { CostAnswer, CostInputs } from "@/shared/api/shapes";
import { namedQuery } from "@/shared/named";
import { Compared } from "./Compared";
import { fromBody, type Inputs } from "./inputs";
import { Rates } from "./Rates";
import { Scenarios } from "./Scenarios";

interface Props {
  body: CostInputs | null;
  answer: CostAnswer | undefined;
  /** Numbers of the scenarios laid beside. */
  beside: readonly number[];
  onOpen: (inputs: Inputs) => void;
  onBeside: (ids: number[]) => void;
}

export function Below({ body, answer, beside, onOpen, onBeside }: Props) {
  const { may } = useSession();
  const scenarios = useQuery({ ...namedQuery("cost-scenarios"), enabled: may("viewer") });
  const compared = beside.flatMap(
    (id) => scenarios.data?.items.filter((one) => one.scenario_id === id) ?? [],
  );
  return (
    <>
      {compared.length > 0 && <Compared now={answer} scenarios={compared} />}
      <div className="grid min-w-0 items-start gap-4 lg:grid-cols-2">
        <Scenarios
          body={body}
          beside={beside}
          onOpen={({ inputs }) => onOpen(fromBody(inputs))}
          onBeside={onBeside}
        />
        {answer && <Rates used={answer.used} on={answer.on} mayKeep={may("analyst")} />}
      </div>
    </>
  );
}
