/** The city's registry: what there is and where. The only file of this capability that others import (beside dataset/). */
export { beforeWithdrawal, whenPlacesChange } from './registry.hooks.ts';
export { recordInputsLeft } from './registry.input-stock.ts';
export { loadRegistry, type RowChange, type TableChanges } from './registry.load.ts';
export { registerRegistry } from './registry.routes.ts';
export { type RegistryDataset, readBoundaries, readRegistry } from './registry.snapshot.ts';
export { scopeDirectory } from './scope-units.ts';
