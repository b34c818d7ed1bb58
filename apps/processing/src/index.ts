export { ProcessingModule } from './processing.module';
