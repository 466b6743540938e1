/** `npx baogong …`: the product without its pages. Each command stands in its capability's X.cli.ts. */
export type Command = (args: string[]) => Promise<number>;

const commands: Record<string, { usage: string; load: () => Promise<Command> }> = {
  import: {
    usage: 'import DIR [--date YYYY-MM-DD] [--city CODE] [--dry-run] [--failed-rows FILE.xlsx]',
    load: async () => (await import('./exchange/exchange.cli.ts')).importData,
  },
  plan: {
    usage: 'plan DIR --from YYYY-MM-DD --days N [--reserve-days 7] [--exact] [--out plan.json]',
    load: async () => (await import('./planning/planning.cli.ts')).plan,
  },
  bulletin: {
    usage: 'bulletin DIR [--date YYYY-MM-DD] [--json]',
    load: async () => (await import('./bulletin/bulletin.cli.ts')).bulletin,
  },
  route: {
    usage: 'route FILE [--seconds 5] [--seed 1] [--json]',
    load: async () => (await import('./dispatch/dispatch.cli.ts')).route,
  },
  'made-up-reports': {
    usage: 'made-up-reports --city CODE',
    load: async () => (await import('./reports/reports.cli.ts')).madeUpReports,
  },
  practice: {
    usage: 'practice',
    load: async () => (await import('./command/command.cli.ts')).practice,
  },
  audit: { usage: 'audit verify', load: async () => (await import('./platform/audit.cli.ts')).audit },
  user: { usage: 'user add|reset …', load: async () => (await import('./platform/auth/auth.cli.ts')).user },
};

function printUsage(): void {
  process.stdout.write(
    `baogong\n${Object.values(commands)
      .map((command) => `  npx baogong ${command.usage}\n`)
      .join('')}`,
  );
}

const [name, ...args] = process.argv.slice(2);
const command = name === undefined ? undefined : commands[name];
if (command) {
  process.exitCode = await (await command.load())(args);
} else {
  printUsage();
  process.exitCode = name === undefined || name === '--help' || name === 'help' ? 0 : 2;
}
