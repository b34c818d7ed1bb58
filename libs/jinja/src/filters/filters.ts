import './airbyte-filters';
import './number-filters';
import './select-filters';
import './sequence-filters';
import './text-filters';

export { filters } from './registry';
