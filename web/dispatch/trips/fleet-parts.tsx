/** What stands around the lists of the fleet. */
import { Button, Switch } from 'antd';
import { useMay } from '../../platform/session.tsx';

/** Shows what is over or withdrawn too. */
export function AlsoShow(props: { words: string; checked: boolean; onChange: (checked: boolean) => void }) {
  const { words, checked, onChange } = props;
  return (
    <span>
      <Switch aria-label={words} checked={checked} onChange={onChange} /> {words}
    </span>
  );
}

/** For those who may manage trips. */
export function AddButton({ words, onAdd }: { words: string; onAdd: () => void }) {
  const may = useMay();
  if (!may('trip.manage')) return null;
  return (
    <Button type="primary" onClick={onAdd}>
      {words}
    </Button>
  );
}
