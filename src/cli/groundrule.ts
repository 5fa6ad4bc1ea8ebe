/** The command line: a thin shell over the same core that runs in the browser. */
import '../core/model/zod-setup'
import { Command, CommanderError, Option } from 'commander'
import { LANGUAGES, type Language } from '../messages'
import { say } from './output'
import { addPolicyCommands } from './policy/commands'
import { addValidateCommand } from './validate/command'
import { verifyFile } from './verify'

export const systemLanguage = (): Language =>
  (process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? '').startsWith('zh') ? 'zh' : 'en'

/** The option that every command with sentences has. */
const languageOption = (): Option =>
  new Option('--lang <language>', 'language of the sentences').choices(LANGUAGES).default(systemLanguage())

const program = new Command('groundrule')
  .description('Checks labels against the policy they were made under.')
  .exitOverride()
  .showHelpAfterError('(groundrule --help shows what there is)')

program
  .command('verify')
  .description('Check a bundle: hashes, schema, policy, counts, tables, and every finding of its own policy.')
  .argument('<bundle>', 'the ZIP file')
  .option('--json', 'one JSON object for machines', false)
  .option('--strict', 'warnings count too', false)
  .addOption(languageOption())
  .addHelpText('after', '\nExit code: 0 good, 1 problems or findings, 2 the bundle cannot be read.')
  .action(async (path: string, options: { json: boolean; strict: boolean; lang: Language }) =>
    say(await verifyFile(path, { json: options.json, strict: options.strict, language: options.lang })),
  )

addPolicyCommands(program, languageOption)
addValidateCommand(program, languageOption)

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? 0 : 2
}
