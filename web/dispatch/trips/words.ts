/** Why the solver left a stop out, and the states of stops. */
export const unservedWords = {
  no_vehicle: ['没有车辆', 'there is no truck'],
  too_heavy: ['比任何车的载重都重', 'heavier than any truck carries'],
  too_bulky: ['比任何车的容积都大', 'bulkier than any truck carries'],
  fits_no_vehicle: ['没有一辆车既装得下又载得动', 'no truck has both the weight and the room'],
  road_closed: ['道路封闭，没有可走的路', 'no open road leads there'],
  window_unreachable: ['再早出发也赶不上收货时间', 'cannot come before the receiver closes'],
  outside_working_hours: ['单独送也超出车辆工作时间', 'takes longer than a truck works'],
  no_capacity_left: ['车辆已装满', 'the trucks are full'],
  no_vehicle_hours_left: ['车辆没有足够的时间', 'the trucks have no time left'],
} as const;

export const stopWords = {
  waiting: ['未到', 'to come'],
  arrived: ['已到', 'arrived'],
  unloaded: ['已卸', 'unloaded'],
  moved: ['已转其他车', 'moved to another truck'],
  dropped: ['调拨令已取消', 'the order is gone'],
} as const;
