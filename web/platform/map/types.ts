import type { ReactNode } from 'react';

export interface MapCounty {
  code: string;
  name: string;
  /** what the shade shows; null: nothing recorded */
  value: number | null;
  /** the value as written on the map */
  label?: string;
  /** danger: people will go without; warning: act today. Replaces the shade */
  tone?: 'danger' | 'warning';
  detail?: ReadonlyArray<readonly [name: string, value: ReactNode]>;
}

export type MarkShape = 'disc' | 'ring' | 'cross' | 'square' | 'triangle' | 'diamond';

export interface MapPoint {
  id: string;
  name: string;
  longitude: number;
  latitude: number;
  /** one of the map's `kinds` */
  kind: string;
  /** 0–1: how large among those of its kind */
  size?: number;
  tone?: 'danger' | 'warning';
  detail?: ReadonlyArray<readonly [name: string, value: ReactNode]>;
}

export interface MapFlow {
  id: string;
  name: string;
  from: readonly [longitude: number, latitude: number];
  to: readonly [longitude: number, latitude: number];
  /** the width follows it */
  amount: number;
  tone?: 'danger' | 'warning';
  detail?: ReadonlyArray<readonly [name: string, value: ReactNode]>;
}

export interface MapKind {
  key: string;
  label: string;
  shape: MarkShape;
}
