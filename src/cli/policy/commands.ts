/** `groundrule policy …`: what can be asked of a policy without a browser. */
import { Option, type Command } from 'commander'
import { LANGUAGES, type Language } from '../../messages'
import { FORMATS, type Format, type Speaking } from '../outcome'
import { say } from '../output'
import { checkPolicies } from './check'
import { diffPolicyFiles } from './diff'
import { GUIDE_FORMATS, policyGuide } from './guide'
import { policyImpact } from './impact'
import { SCHEMA_NAMES, schemaText, writeSchemas, type SchemaName } from './schema'
import { testPolicy } from './test'

interface Common {
  readonly json?: boolean
  readonly format?: Format
  readonly lang: Language
}

const speaking = (options: Common): Speaking => ({
  format: options.json === true ? 'json' : (options.format ?? 'text'),
  language: options.lang,
})

export const formatOption = (): Option =>
  new Option('--format <format>', 'text for people, json for programs, sarif for code-review tools').choices(FORMATS)

export function addPolicyCommands(program: Command, languageOption: () => Option): void {
  const policy = program.command('policy').description('Check, test, compare and print policies.')
  const json = ['--json', 'one JSON object for machines'] as const

  policy
    .command('check')
    .description('Say what is wrong or doubtful in policies, with file, line and column.')
    .argument('<file...>', 'policies (YAML)')
    .option(...json)
    .addOption(formatOption())
    .option('--strict', 'warnings count too', false)
    .addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 good, 1 errors, 2 a file cannot be read.')
    .action(async (files: string[], options: Common & { strict: boolean }) =>
      say(await checkPolicies(files, { ...speaking(options), strict: options.strict })),
    )

  policy
    .command('test')
    .description('Run the cases of a policy.')
    .argument('<file>', 'a policy (YAML)')
    .option(...json)
    .option('--coverage', 'say which rules, limits and classes no case tries', false)
    .addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 all cases hold, 1 some do not, 2 the policy cannot be read.')
    .action(async (file: string, options: Common & { coverage: boolean }) =>
      say(await testPolicy(file, { ...speaking(options), coverage: options.coverage })),
    )

  policy
    .command('diff')
    .description('Say what changed between two versions and which version step that needs.')
    .argument('<old>', 'the older policy (YAML)')
    .argument('<new>', 'the newer policy (YAML)')
    .option(...json)
    .addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 the step is large enough, 1 it is too small, 2 a policy cannot be read.')
    .action(async (old: string, later: string, options: Common) =>
      say(await diffPolicyFiles(old, later, speaking(options))),
    )

  policy
    .command('impact')
    .description('Say what a new version would do to the labels of a folder. Nothing is changed.')
    .argument('<old>', 'the policy that the labels were made under (YAML)')
    .argument('<new>', 'the newer policy (YAML)')
    .argument('<folder>', 'the folder that was opened in the app')
    .option('--set <name>', 'which labels below Ann_pre/ (default: the newest)')
    .option(...json)
    .addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 nothing changes, 1 something would, 2 policies or labels cannot be read.')
    .action(async (old: string, later: string, folder: string, options: Common & { set?: string }) => {
      process.exitCode = await policyImpact(old, later, folder, { ...speaking(options), set: options.set })
    })

  policy
    .command('guide')
    .description(
      'Write the policy as a readable guide: per class what is positive, negative and ignored, with examples.',
    )
    .argument('<file>', 'a policy (YAML)')
    .addOption(
      new Option('--format <format>', 'Markdown or HTML (default: by the ending of --out, else md)').choices(
        GUIDE_FORMATS,
      ),
    )
    .addOption(
      new Option('--lang <language>', 'language of the guide; all = one file each')
        .choices([...LANGUAGES, 'all'])
        .default(languageOption().defaultValue),
    )
    .option('--out <file>', 'write it there instead of to stdout')
    .action(
      async (
        file: string,
        options: { format?: (typeof GUIDE_FORMATS)[number]; lang: Language | 'all'; out?: string },
      ) => say(await policyGuide(file, { format: options.format, language: options.lang, out: options.out })),
    )

  policy
    .command('schema')
    .description('Print a JSON Schema, or write all of them into a folder.')
    .addOption(new Option('--of <what>', 'which one').choices(SCHEMA_NAMES).default('policy'))
    .option('--out <folder>', 'write every schema there')
    .action(async ({ of, out }: { of: SchemaName; out?: string }) => {
      if (out === undefined) process.stdout.write(schemaText(of))
      else process.stdout.write(`${(await writeSchemas(out)).join('\n')}\n`)
    })
}
