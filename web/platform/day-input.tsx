import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import type { BusinessDay } from '#contracts/calendar.ts';
import { usePhone } from './screen.ts';
import { useToday } from './session.tsx';

interface Props {
  value: BusinessDay | null;
  onChange: (day: BusinessDay | null) => void;
  /** first and last day that may be chosen */
  from?: BusinessDay;
  to?: BusinessDay;
  id?: string;
  disabled?: boolean;
  clearable?: boolean;
  'aria-label'?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}

const WRITTEN = ['YYYY-MM-DD', 'YYYY/M/D', 'YYYY.M.D', 'YYYYMMDD', 'YYYY年M月D日'];

/** A business day: typed in any usual way or picked; on a telephone its own calendar opens. */
export function DayInput(props: Props) {
  const { value, onChange, from, to } = props;
  const phone = usePhone();
  const today = useToday();
  const named = {
    id: props.id,
    'aria-label': props['aria-label'],
    'aria-describedby': props['aria-describedby'],
    'aria-invalid': props['aria-invalid'],
    disabled: props.disabled ?? false,
  };
  if (phone) {
    return (
      <input
        {...named}
        className="bg-input"
        type="date"
        value={value ?? ''}
        min={from}
        max={to}
        onChange={(event) => onChange(event.target.value || null)}
      />
    );
  }
  return (
    <DatePicker
      {...named}
      className="bg-wide"
      value={value === null ? null : dayjs(value)}
      format={WRITTEN}
      allowClear={props.clearable ?? true}
      showNow={false}
      defaultPickerValue={dayjs(from !== undefined && from > today ? from : today)}
      onChange={(day: dayjs.Dayjs | null) => onChange(day === null ? null : day.format('YYYY-MM-DD'))}
      disabledDate={(day: dayjs.Dayjs) => {
        const written = day.format('YYYY-MM-DD');
        return (from !== undefined && written < from) || (to !== undefined && written > to);
      }}
    />
  );
}
