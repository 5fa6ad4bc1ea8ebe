import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

type Codes = Extract<ProblemCode, `export.${string}` | `command.${string}` | `worker.${string}` | `cli.${string}`>

const DEFECTS: Readonly<Record<string, string>> = {
  inverted: '对角点颠倒',
  'zero-area': '面积为零',
  'not-finite': '坐标不是数字',
  'too-few-points': '点数不足',
  'self-crossing': '轮廓自相交',
  'self-touching': '轮廓与自身接触',
  'repeated-point': '连续出现相同的点',
  'repeated-name': '关键点重名',
  'run-lengths': '游程长度与外框不符',
  'too-complex': '边过于密集交叠',
}

const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件',
  EACCES: '没有读取权限',
  EPERM: '没有读取权限',
  'not-a-file': '不是普通文件',
}

const DIFFERS: Readonly<Record<string, string>> = {
  size: '尺寸（转正后）',
  orientation: 'EXIF 方向',
  format: '格式',
  bytes: '字节数',
  sha256: 'SHA-256',
}

export const work: Readonly<Record<Codes, Message>> = {
  'export.nothing': (v) =>
    v.images ? '还没有已完成的图像，没有可导出的内容。请先完成一张，或选择导出全部。' : '没有可导出的图像。',
  'export.unfinished': (v) =>
    `${v.file ?? '有一张图像'} 不符合标注规范（${v.findings} 项未解决，首项为规则 ${v.rule}）。请处理后重新完成，或选择导出全部。`,
  'export.cancelled': () => '已取消。',
  'export.failed': (v) => `导出中止：${v.why}。没有留下任何文件，请重试。`,
  'command.unknown-annotation': (v) => `此图像上已没有标注 ${v.id}，可能已被删除。`,
  'command.duplicate-annotation': (v) => `此图像上已有标注 ${v.id}，未重复添加。`,
  'command.finish-refused': (v) => `无法完成此图像：还有 ${v.count} 项未解决，首项为规则 ${v.rule}。请先处理。`,
  'command.finish-empty': () => '此图像没有任何标注。如确实没有目标，请选择“此处无目标”后再完成。',
  'command.finished-image': () => '此图像已完成。如需修改标注，请先重新打开。',
  'command.invalid-shape': (v) => `未接受该形状：${DEFECTS[String(v.defect)] ?? v.defect}。请重新绘制。`,
  'command.stale': (v) => `${v.file} 在此期间被编辑，保持原样。再次开始即可包含它。`,
  'command.undecodable': () => '有一条已存储的命令无法读取。它被保留，但没有执行。',
  'worker.restarted': () => '后台工作线程中断，已重新启动，正在重做其工作。',
  'worker.failed': (v) =>
    `后台工作线程中断且无法重新启动${v.why ? `（${v.why}）` : ''}。请刷新页面，已保存的内容不会丢失。`,
  'cli.usage': (v) => `${v.why ?? '无法识别该命令'}。请运行“groundrule --help”。`,
  'cli.cannot-read': (v) =>
    `无法读取${v.file ? ` ${v.file}` : '该文件'}${v.why ? `：${SYSTEM[String(v.why)] ?? v.why}` : ''}。`,
  'cli.no-labels': (v) => `${v.file ?? '该文件夹'} 中没有标注：Ann_pre/ 下没有文件。请指定在应用中打开的文件夹。`,
  'cli.no-policy': (v) => `${v.file ?? '该文件夹'} 中的标注没有说明所依据的规范。请用 --policy 指定。`,
  'cli.policy-not-found': (v) =>
    `标注依据的是 ${v.id} ${v.version}，但文件夹内和上级文件夹中都没有它（label-policies/${v.id}/${v.version}.yaml）。请用 --policy 指定。`,
  'cli.policy-other-text': (v) => `名称是 ${v.id} ${v.version}，但内容与标注时的规范不同（摘要不一致）。`,
  'cli.image-differs': (v) =>
    `这不是被标注的图像：${DIFFERS[String(v.what)] ?? v.what}现为 ${v.found}，记录为 ${v.recorded}。`,
}
