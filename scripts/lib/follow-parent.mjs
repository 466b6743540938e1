// Loaded into the child of a command: when the command is killed, the child ends in good order instead of running on unseen.
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
