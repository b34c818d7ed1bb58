export { FileTokenVault, type TokenVault } from './auth/token-vault';
export { createCatalog, type CatalogOptions } from './source/folder-catalog';
export { loadSource, type SourceDependencies } from './source/load-source';
