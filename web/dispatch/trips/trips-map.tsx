import { useMemo } from 'react';
import { boundariesContract } from '#contracts/registry.ts';
import { registryNames } from '#contracts/registry-names.ts';
import type { TripRow } from '#contracts/trips.ts';
import { useData } from '../../platform/data.ts';
import { localName, useLanguage, useText } from '../../platform/language.ts';
import { CountyMap, type MapFlow, type MapPoint } from '../../platform/map/county-map.tsx';

const words = {
  label: ['各车的路线和位置', 'Ways and positions of the trucks'],
  trips: ['车次', 'Trips'],
  load: ['装车处', 'Loading'],
  stop: ['收货处', 'Stop'],
  truck: ['车辆位置', 'Truck'],
} as const;

export function TripsMap({ trips, onTrip }: { trips: TripRow[]; onTrip: (id: string) => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const boundaries = useData(boundariesContract, {}, { topics: ['registry'] });
  const names = useData(registryNames, {}, { topics: ['registry'] });
  const counties = useMemo(
    () =>
      names.data?.counties.map((county) => ({
        code: county.code,
        name: localName(county, language),
        value: trips.filter((trip) => trip.counties.includes(county.code)).length,
      })) ?? [],
    [names.data, trips, language],
  );
  const points = useMemo(() => pointsOf(trips), [trips]);
  const flows = useMemo(() => flowsOf(trips), [trips]);
  const kinds = [
    { key: 'load', label: text('load'), shape: 'square' },
    { key: 'stop', label: text('stop'), shape: 'disc' },
    { key: 'truck', label: text('truck'), shape: 'triangle' },
  ] as const;
  return (
    <CountyMap
      label={text('label')}
      boundaries={boundaries.data?.boundaries}
      counties={counties}
      legend={{ title: text('trips'), format: (value) => String(value) }}
      points={points}
      kinds={kinds}
      flows={flows}
      onPoint={(id) => onTrip(id.split('#')[1] ?? '')}
    />
  );
}

function pointsOf(trips: TripRow[]): MapPoint[] {
  const points = new Map<string, MapPoint>();
  for (const trip of trips) {
    const { from, position } = trip;
    points.set(from.place, {
      id: `${from.place}#${trip.id}`,
      name: from.name,
      latitude: from.lat,
      longitude: from.lon,
      kind: 'load',
    });
    for (const stop of trip.stops)
      points.set(stop.place, {
        id: `${stop.place}#${trip.id}`,
        name: stop.name,
        latitude: stop.lat,
        longitude: stop.lon,
        kind: 'stop',
      });
    if (position)
      points.set(trip.id, {
        id: `truck#${trip.id}`,
        name: trip.plate,
        latitude: position.lat,
        longitude: position.lon,
        kind: 'truck',
      });
  }
  return [...points.values()];
}

function flowsOf(trips: TripRow[]): MapFlow[] {
  return trips.flatMap((trip) => {
    const way = [trip.from, ...trip.stops];
    return trip.stops.map((stop, index) => ({
      id: `${trip.id}#${stop.position}`,
      name: `${trip.plate} ${index + 1}`,
      from: [way[index]!.lon, way[index]!.lat] as const,
      to: [stop.lon, stop.lat] as const,
      amount: Number(stop.weightKg),
    }));
  });
}
