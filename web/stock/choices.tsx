/** Choices above the tables: an item, a place, a kind of document. */
import { Select } from 'antd';
import { categories } from '#contracts/registry-choices.ts';
import { stockContracts } from '#contracts/stock.ts';
import { documentNames, placeKindNames } from '#contracts/stock-terms.ts';
import { useData } from '../platform/data.ts';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { useItems } from './item-names.ts';
import { usePlaceName } from './shared.tsx';

const words = {
  category: ['全部类别', 'All categories'],
  item: ['全部物资', 'All items'],
  place: ['全部地点', 'All places'],
  kind: ['全部单据', 'All documents'],
  chooseItem: ['选择物资', 'Choose an item'],
  choosePlace: ['选择地点', 'Choose a place'],
} as const;

interface Props {
  value: string;
  /** '' when nothing is chosen */
  onChange: (value: string) => void;
  /** one must be chosen */
  needed?: boolean;
  id?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}

interface Option {
  value: string;
  label: string;
}

function Choice(props: Props & { all: string; options: Option[] }) {
  const { value, onChange, all, options, needed, ...field } = props;
  return (
    <Select
      {...field}
      className={needed === true ? 'bg-wide' : 'stock-choice'}
      {...(field.id === undefined ? { 'aria-label': all } : {})}
      placeholder={all}
      allowClear={needed !== true}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      value={value === '' ? null : value}
      options={options}
      onChange={(chosen: string | null | undefined) => onChange(chosen ?? '')}
    />
  );
}

export function ItemChoice(props: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const options = useItems().map((item) => ({ value: item.code, label: localName(item, language) }));
  return <Choice {...props} all={text(props.needed === true ? 'chooseItem' : 'item')} options={options} />;
}

export function CategoryChoice(props: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const options = categories.map((choice) => ({ value: choice.value, label: pick(choice.label, language) }));
  return <Choice {...props} all={text('category')} options={options} />;
}

export function usePlaces() {
  return useData(stockContracts.places, {}, { topics: ['stock', 'registry'] }).data?.rows ?? [];
}

export function PlaceChoice(props: Props & { withVirtual?: boolean }) {
  const { withVirtual = false, ...rest } = props;
  const text = useText(words);
  const { language } = useLanguage();
  const placeName = usePlaceName();
  const options = usePlaces().map((place) => ({ value: place.place, label: placeName(place) }));
  const virtual = (['production', 'supplier', 'consumption', 'write_off', 'adjustment'] as const).map((kind) => ({
    value: `virtual:${kind.replace('_', '-')}`,
    label: pick(placeKindNames[kind], language),
  }));
  return (
    <Choice
      {...rest}
      all={text(rest.needed === true ? 'choosePlace' : 'place')}
      options={withVirtual ? [...virtual, ...options] : options}
    />
  );
}

export function DocumentChoice(props: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const options = Object.entries(documentNames).map(([kind, name]) => ({ value: kind, label: pick(name, language) }));
  return <Choice {...props} all={text('kind')} options={options} />;
}
