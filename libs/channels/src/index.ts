export { createChannels, type ChannelDependencies } from './create-channels';
