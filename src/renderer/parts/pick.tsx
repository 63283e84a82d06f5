import { Check, ChevronDown } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { Icon } from './icon.tsx';

export interface Choice<T extends string> {
  id: T;
  label: string;
  /** From the counters. */
  count?: number;
}

interface PickProps<T extends string> {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onPick: (id: T) => void;
  /** With an edge, as a field among fields. */
  boxed?: boolean;
}

/** One of several, where there is no room to show them all. */
export function Pick<T extends string>({ label, value, choices, onPick, boxed = false }: PickProps<T>) {
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(key) => {
        const chosen = choices.find(({ id }) => id === key);
        if (chosen) onPick(chosen.id);
      }}
    >
      <Button className={`pick ${boxed ? 'pick--box' : ''}`}>
        <SelectValue>{choices.find(({ id }) => id === value)?.label}</SelectValue>
        <Icon of={ChevronDown} />
      </Button>
      <Popover className="popover" placement="bottom start" offset={4}>
        <ListBox className="menu" items={choices}>
          {({ id, label: name, count }) => (
            <ListBoxItem className="menu__item" id={id} textValue={name}>
              <Icon of={Check} className="menu__tick" />
              <span>{name}</span>
              {count !== undefined && <span className="menu__note">{count}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
