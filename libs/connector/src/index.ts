export { createCatalog, type CatalogOptions } from './source/folder-catalog';
export { loadSource, type SourceDependencies } from './source/load-source';
