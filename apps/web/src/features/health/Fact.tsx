/** A figure under its name, in a row of such. */
export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="font-semibold">{value}</dd>
    </div>
  );
}
