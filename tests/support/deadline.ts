/**
 * Loaded before every test file of `npm test`: a file that does not end fails after a while and says what kept it, so that one leak does not hold
 * the whole run up. The runner's own time limit is for each test, not for what a file leaves behind.
 */
const minutes = 15;

if (process.env.NODE_TEST_CONTEXT) {
  setTimeout(() => {
    process.stderr.write(
      `${process.argv[1]} has not ended within ${minutes} minutes; still open: ${process.getActiveResourcesInfo().join(', ')}\n`,
    );
    process.exit(1);
  }, minutes * 60_000).unref();
}
